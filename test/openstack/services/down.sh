#!/bin/bash
# Stops what up.sh started, with its servers and bridges, and deletes its state. usage: OS_STATE=… PORT_…=… down.sh
# shellcheck source=test/openstack/services/shared.sh
. "$(dirname "$0")/shared.sh"

# networks: the ids of Neutron's networks; Nova names the bridges after them, and leaves them.
networks() {
  [ -e "$S/neutron.db" ] || return 0
  "$PYTHON" -c 'import sqlite3, sys
for (network,) in sqlite3.connect(sys.argv[1]).execute("select id from networks"):
    print(network)' "$S/neutron.db" 2>/dev/null
}
# signal NAME: sends it to every service that runs; fails where none does.
signal() {
  local file name running=1
  for file in "$S"/run/*.pid; do
    name=$(basename "$file" .pid)
    alive "$name" || continue
    running=0
    kill "-$1" "$(cat "$file")" 2>/dev/null || true
  done
  return "$running"
}

bridged=$(networks || true)
signal TERM || true
for _ in $(seq 50); do
  signal 0 || break
  sleep 0.1
done
signal KILL || true
# servers outlive Nova and libvirt
pkill -KILL -f "qemu.*$S/nova/instances" || true
for network in $bridged; do ip link del "brq${network:0:11}" 2>/dev/null || true; done
rm -rf "$S"
