#!/bin/bash
# Keystone, with the projects and users of clouds.yaml.
# shellcheck source=test/openstack/services/shared.sh
. "$(dirname "$0")/shared.sh"
free keystone "$PORT_KEYSTONE"
mkdir -p "$S"/{fernet,credential}

cat >"$S/keystone.conf" <<E
[DEFAULT]
use_stderr = true
[database]
connection = sqlite:///$S/keystone.db
[fernet_tokens]
key_repository = $S/fernet
[credential]
key_repository = $S/credential
[cache]
enabled = true
backend = oslo_cache.dict
[identity]
password_hash_rounds = 4
E

manage() { /usr/bin/keystone-manage --config-file "$S/keystone.conf" "$@" >>"$S/log/keystone-manage.log" 2>&1 || fail keystone-manage; }
bootstrap() {
  manage db_sync
  manage fernet_setup --keystone-user root --keystone-group root
  manage credential_setup --keystone-user root --keystone-group root
  manage bootstrap --bootstrap-password "$SECRET" --bootstrap-region-id RegionOne \
    --bootstrap-public-url "$KEYSTONE/v3" --bootstrap-internal-url "$KEYSTONE/v3" --bootstrap-admin-url "$KEYSTONE/v3"
  wal "$S/keystone.db"
}
once keystone bootstrap

start keystone env OS_KEYSTONE_CONFIG_FILES="$S/keystone.conf" \
  uwsgi --plugin python3 --http-socket "127.0.0.1:$PORT_KEYSTONE" --wsgi-file /usr/bin/keystone-wsgi-public \
  --master --processes 1 --enable-threads --lazy-apps --buffer-size 65535 --die-on-term --no-orphans \
  --rem-header Content-Length --add-header 'Connection: close' --chdir "$S" --procname-prefix "$S "
answers keystone "$KEYSTONE/v3"
"$PYTHON" "$HERE/clouds.py"
step "keystone"
