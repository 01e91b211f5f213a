#!/bin/bash
# Stops what up.sh started, with its servers and bridges, and deletes its state.
# shellcheck source=test/openstack/services/shared.sh
. "$(dirname "$0")/shared.sh"
bridges() {
  [ -e "$S/neutron.db" ] || return 0
  "$PYTHON" -c 'import sqlite3, sys
for (network,) in sqlite3.connect(sys.argv[1]).execute("select id from networks"):
    print("brq" + network[:11])' "$S/neutron.db"
}
links=$(bridges 2>/dev/null || true)
for file in "$S"/run/*.pid; do
  name=$(basename "$file" .pid)
  alive "$name" || continue
  pid=$(cat "$file")
  kill -TERM "$pid" 2>/dev/null || true
  for _ in $(seq 50); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL "$pid" 2>/dev/null || true
done
# Nova's servers outlive it
pkill -KILL -f "qemu.*$S/nova/instances" || true
for link in $links; do ip link del "$link" 2>/dev/null || true; done
rm -rf "$S"
