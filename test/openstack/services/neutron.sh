#!/bin/bash
# Neutron, without agents: a mechanism driver of our own binds every port to a Linux bridge of this machine.
# Nova needs it for every server. After keystone.sh.
# shellcheck source=test/openstack/services/shared.sh
. "$(dirname "$0")/shared.sh"
free neutron "$PORT_NEUTRON"
mkdir -p "$S/neutron/plugin/bind_all-1.dist-info"

cat >"$S/neutron/neutron.conf" <<E
[DEFAULT]
use_stderr = true
bind_host = 127.0.0.1
bind_port = $PORT_NEUTRON
transport_url = fake:/
auth_strategy = keystone
core_plugin = ml2
service_plugins =
api_workers = 0
rpc_workers = 0
rpc_state_report_workers = 0
api_paste_config = $S/neutron/api-paste.ini
state_path = $S/neutron
notify_nova_on_port_status_changes = false
notify_nova_on_port_data_changes = false
dhcp_agent_notification = false
[database]
connection = sqlite:///$S/neutron.db
[ml2]
type_drivers = local
tenant_network_types = local
mechanism_drivers = bind_all
extension_drivers = port_security
[keystone_authtoken]
www_authenticate_uri = $KEYSTONE
$(credentials neutron)
[oslo_concurrency]
lock_path = $S/lock
E
cat >"$S/neutron/api-paste.ini" <<'E'
[composite:neutron]
use = egg:Paste#urlmap
/: neutronversions_composite
/v2.0: neutronapi_v2_0
[composite:neutronapi_v2_0]
use = call:neutron.auth:pipeline_factory
keystone = request_id catch_errors authtoken keystonecontext extensions neutronapiapp_v2_0
[composite:neutronversions_composite]
use = call:neutron.auth:pipeline_factory
keystone = neutronversions
[filter:request_id]
paste.filter_factory = oslo_middleware:RequestId.factory
[filter:catch_errors]
paste.filter_factory = oslo_middleware:CatchErrors.factory
[filter:keystonecontext]
paste.filter_factory = neutron.auth:NeutronKeystoneContext.factory
[filter:authtoken]
paste.filter_factory = keystonemiddleware.auth_token:filter_factory
[filter:extensions]
paste.filter_factory = neutron.api.extensions:plugin_aware_extension_middleware_factory
[app:neutronversions]
paste.app_factory = neutron.pecan_wsgi.app:versions_factory
[app:neutronapiapp_v2_0]
paste.app_factory = neutron.api.v2.router:APIRouter.factory
E
cp "$HERE/bind_all.py" "$S/neutron/plugin/"
printf 'Metadata-Version: 2.1\nName: bind_all\nVersion: 1\n' >"$S/neutron/plugin/bind_all-1.dist-info/METADATA"
printf '[neutron.ml2.mechanism_drivers]\nbind_all = bind_all:BindAll\n' >"$S/neutron/plugin/bind_all-1.dist-info/entry_points.txt"

schema() {
  # Neutron's migrations do not run on SQLite: the schema is made from the models, as its own unit tests do
  "$PYTHON" - "sqlite:///$S/neutron.db" >>"$S/log/neutron-manage.log" 2>&1 <<'E' || fail neutron-manage
import sys
import sqlalchemy
from neutron.db.migration.models import head

engine = sqlalchemy.create_engine(sys.argv[1])
head.get_metadata().create_all(engine)
E
  wal "$S/neutron.db"
}
once neutron schema
registered neutron network "$NEUTRON"
# without configure_mappers the first list of ports fails: "Port has no attribute port_forwardings"
start neutron env PYTHONPATH="$S/neutron/plugin" "$PYTHON" -c 'import sys
sys.argv[0] = "neutron-server"
from neutron.cmd.eventlet.server import main
import neutron.db.migration.models.head
from sqlalchemy.orm import configure_mappers
configure_mappers()
sys.exit(main())' --config-file "$S/neutron/neutron.conf"
answers neutron "$NEUTRON/"
step "neutron"
