#!/bin/bash
# Starts the services; those that run already are left alone. usage: OS_STATE=… PORT_…=… up.sh
set -euo pipefail
HERE=$(dirname "$(readlink -f "$0")")
part() { bash "$HERE/$1.sh"; }
part packages
part keystone
# each waits most of its time for a program to start
others=()
for together in glance neutron octavia "libvirt nova"; do
  (for name in $together; do part "$name"; done) &
  others+=($!)
done
failed=0
for other in "${others[@]}"; do wait "$other" || failed=1; done
exit "$failed"
