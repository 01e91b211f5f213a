#!/bin/bash
# Octavia's API and worker in one process, with its own no-op drivers for compute, network and amphorae. After keystone.sh.
# shellcheck source=test/openstack/services/shared.sh
. "$(dirname "$0")/shared.sh"
free octavia "$PORT_OCTAVIA"
mkdir -p "$S/octavia"
[ -e "$S/octavia/ca.crt" ] || openssl req -x509 -newkey rsa:2048 -passout pass:loopback -days 3650 -subj /CN=loopback \
  -keyout "$S/octavia/ca.key" -out "$S/octavia/ca.crt" 2>/dev/null

cat >"$S/octavia/octavia.conf" <<E
[DEFAULT]
use_stderr = true
transport_url = fake:/
host = localnode
[oslo_messaging]
topic = octavia-rpc
[api_settings]
bind_host = 127.0.0.1
bind_port = $PORT_OCTAVIA
auth_strategy = keystone
enabled_provider_drivers = amphora:noop amphora,noop_driver:noop
default_provider_driver = amphora
api_base_uri = $OCTAVIA
[database]
connection = sqlite:///$S/octavia.db
[keystone_authtoken]
www_authenticate_uri = $KEYSTONE
$(credentials octavia)
[service_auth]
$(credentials octavia)
[certificates]
cert_generator = local_cert_generator
ca_certificate = $S/octavia/ca.crt
ca_private_key = $S/octavia/ca.key
ca_private_key_passphrase = loopback
[controller_worker]
amphora_driver = amphora_noop_driver
compute_driver = compute_noop_driver
network_driver = network_noop_driver
volume_driver = volume_noop_driver
image_driver = image_noop_driver
distributor_driver = distributor_noop_driver
amp_image_tag = amphora
client_ca = $S/octavia/ca.crt
loadbalancer_topology = SINGLE
[oslo_concurrency]
lock_path = $S/lock
E

schema() {
  "$PYTHON" "$HERE/octavia_schema.py" "sqlite:///$S/octavia.db" >>"$S/log/octavia-manage.log" 2>&1 || fail octavia-manage
  wal "$S/octavia.db"
}
once octavia schema
registered octavia load-balancer "$OCTAVIA"
start octavia "$PYTHON" "$HERE/octavia_all.py" --config-file "$S/octavia/octavia.conf"
answers octavia "$OCTAVIA/"
step "octavia"
