#!/bin/bash
# Placement and Nova with the libvirt driver, which really boots servers in QEMU; conductor, scheduler, compute and API in one process.
# After keystone.sh, glance.sh, neutron.sh and libvirt.sh.
# shellcheck source=test/openstack/services/shared.sh
. "$(dirname "$0")/shared.sh"
free placement "$PORT_PLACEMENT"
free nova "$PORT_NOVA"
mkdir -p "$S"/{nova,nova/instances,placement}
LIBVIRT=$S/libvirt/libvirt-sock

cat >"$S/placement/placement.conf" <<E
[DEFAULT]
use_stderr = true
[api]
auth_strategy = keystone
[placement_database]
connection = sqlite:///$S/placement.db
[keystone_authtoken]
www_authenticate_uri = $KEYSTONE
$(credentials placement)
E
cat >"$S/nova/nova.conf" <<E
[DEFAULT]
use_stderr = true
transport_url = fake:/
compute_driver = libvirt.LibvirtDriver
force_config_drive = true
config_drive_format = iso9660
mkisofs_cmd = genisoimage
enabled_apis = osapi_compute
osapi_compute_listen = 127.0.0.1
osapi_compute_listen_port = $PORT_NOVA
osapi_compute_workers = 1
host = libvirt-node
my_ip = 127.0.0.1
state_path = $S/nova
instances_path = $S/nova/instances
heal_instance_info_cache_interval = -1
[api]
auth_strategy = keystone
[api_database]
connection = sqlite:///$S/nova_api.db
[database]
connection = sqlite:///$S/nova.db
[wsgi]
api_paste_config = $S/nova/api-paste.ini
[keystone_authtoken]
www_authenticate_uri = $KEYSTONE
$(credentials nova)
[service_user]
send_service_user_token = false
[placement]
$(credentials placement)
[glance]
region_name = RegionOne
[neutron]
$(credentials nova)
[cinder]
[libvirt]
virt_type = qemu
cpu_mode = custom
cpu_models = qemu64
images_type = qcow2
inject_partition = -2
connection_uri = qemu:///system?socket=$LIBVIRT
[vnc]
enabled = false
[serial_console]
enabled = false
[oslo_concurrency]
lock_path = $S/lock
[scheduler]
workers = 1
[conductor]
workers = 1
[filter_scheduler]
enabled_filters = ComputeFilter,ComputeCapabilitiesFilter,ImagePropertiesFilter
E
cat >"$S/nova/api-paste.ini" <<'E'
[composite:osapi_compute]
use = call:nova.api.openstack.urlmap:urlmap_factory
/: oscomputeversions
/v2.1: oscomputeversion_v2
/v2.1/+: openstack_compute_api_v21
[composite:openstack_compute_api_v21]
use = call:nova.api.auth:pipeline_factory_v21
keystone = compute_req_id faultwrap request_log sizelimit authtoken keystonecontext osapi_compute_app_v21
[filter:request_log]
paste.filter_factory = nova.api.openstack.requestlog:RequestLog.factory
[filter:compute_req_id]
paste.filter_factory = nova.api.compute_req_id:ComputeReqIdMiddleware.factory
[filter:faultwrap]
paste.filter_factory = nova.api.openstack:FaultWrapper.factory
[filter:sizelimit]
paste.filter_factory = oslo_middleware:RequestBodySizeLimiter.factory
[filter:authtoken]
paste.filter_factory = keystonemiddleware.auth_token:filter_factory
[filter:keystonecontext]
paste.filter_factory = nova.api.auth:NovaKeystoneContext.factory
[app:osapi_compute_app_v21]
paste.app_factory = nova.api.openstack.compute:APIRouterV21.factory
[pipeline:oscomputeversions]
pipeline = faultwrap request_log oscomputeversionapp
[pipeline:oscomputeversion_v2]
pipeline = compute_req_id faultwrap request_log oscomputeversionapp_v2
[app:oscomputeversionapp]
paste.app_factory = nova.api.openstack.compute.versions:Versions.factory
[app:oscomputeversionapp_v2]
paste.app_factory = nova.api.openstack.compute.versions:VersionsV2.factory
E

placement_schema() {
  OS_PLACEMENT_CONFIG_DIR=$S/placement /usr/bin/placement-manage --config-file "$S/placement/placement.conf" db sync \
    >>"$S/log/nova-manage.log" 2>&1 || fail nova-manage
  wal "$S/placement.db"
}
manage() {
  "$PYTHON" -c 'import sys; sys.argv[0] = "nova-manage"; from nova.cmd.manage import main; sys.exit(main())' \
    --config-file "$S/nova/nova.conf" "$@" >>"$S/log/nova-manage.log" 2>&1 || fail nova-manage
}
nova_schema() {
  manage api_db sync
  manage cell_v2 map_cell0 --database_connection "sqlite:///$S/nova_cell0.db"
  manage cell_v2 create_cell --name cell1 --transport-url fake:/ --database_connection "sqlite:///$S/nova.db"
  manage db sync
  for database in nova nova_api nova_cell0; do wal "$S/$database.db"; done
}
once placement placement_schema
once nova nova_schema
registered placement placement "$PLACEMENT"
registered nova compute "$NOVA/v2.1"

start placement env OS_PLACEMENT_CONFIG_DIR="$S/placement" uwsgi --plugin python3 --http-socket "127.0.0.1:$PORT_PLACEMENT" \
  --wsgi-file /usr/bin/placement-api --master --processes 1 --enable-threads --lazy-apps --buffer-size 65535 --die-on-term \
  --no-orphans --rem-header Content-Length --add-header 'Connection: close' --chdir "$S" --procname-prefix "$S "
answers placement "$PLACEMENT/"
start nova "$PYTHON" "$HERE/nova_all.py" --config-file "$S/nova/nova.conf"
answers nova "$NOVA/"
"$PYTHON" "$HERE/flavors.py"
manage cell_v2 discover_hosts
step "nova"
