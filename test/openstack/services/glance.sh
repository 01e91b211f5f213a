#!/bin/bash
# Glance, with a file store. The role `publisher` may make images public, beside the admin.
# shellcheck source=test/openstack/services/shared.sh
. "$(dirname "$0")/shared.sh"
free glance "$PORT_GLANCE"
mkdir -p "$S"/{images,staging,tasks}

cat >"$S/glance-api.conf" <<E
[DEFAULT]
bind_host = 127.0.0.1
bind_port = $PORT_GLANCE
workers = 0
use_stderr = true
show_image_direct_url = false
show_multiple_locations = false
node_staging_uri = file://$S/staging/
enabled_import_methods = [glance-direct,web-download]
enabled_backends = file:file
[database]
connection = sqlite:///$S/glance.db
[glance_store]
default_backend = file
[file]
filesystem_store_datadir = $S/images/
[os_glance_staging_store]
filesystem_store_datadir = $S/staging/
[os_glance_tasks_store]
filesystem_store_datadir = $S/tasks/
[keystone_authtoken]
www_authenticate_uri = $KEYSTONE
$(credentials glance)
service_token_roles_required = false
[oslo_concurrency]
lock_path = $S/lock
[oslo_policy]
policy_file = $S/policy/glance.yaml
[paste_deploy]
flavor = keystone
config_file = $S/glance-api-paste.ini
E
echo '"publicize_image": "role:admin or role:publisher"' >"$S/policy/glance.yaml"
cat >"$S/glance-api-paste.ini" <<'E'
[pipeline:glance-api-keystone]
pipeline = healthcheck versionnegotiation authtoken context rootapp
[composite:rootapp]
paste.composite_factory = glance.api:root_app_factory
/: apiversions
/v2: apiv2app
[app:apiversions]
paste.app_factory = glance.api.versions:create_resource
[app:apiv2app]
paste.app_factory = glance.api.v2.router:API.factory
[filter:healthcheck]
paste.filter_factory = oslo_middleware:Healthcheck.factory
[filter:versionnegotiation]
paste.filter_factory = glance.api.middleware.version_negotiation:VersionNegotiationFilter.factory
[filter:context]
paste.filter_factory = glance.api.middleware.context:ContextMiddleware.factory
[filter:authtoken]
paste.filter_factory = keystonemiddleware.auth_token:filter_factory
delay_auth_decision = true
E

schema() {
  "$PYTHON" -c 'import sys; sys.argv[0] = "glance-manage"; from glance.cmd.manage import main; sys.exit(main())' \
    --config-file "$S/glance-api.conf" db_sync >>"$S/log/glance-manage.log" 2>&1 || fail glance-manage
  wal "$S/glance.db"
}
once glance schema
registered glance image "$GLANCE"
start glance "$PYTHON" -c 'import sys; sys.argv[0] = "glance-api"; from glance.cmd.api import main; sys.exit(main())' \
  --config-file "$S/glance-api.conf"
answers glance "$GLANCE/healthcheck"
step "glance"
