#!/bin/bash
# Starts the services, those that run already are left alone. usage: OS_STATE=… PORT_…=… up.sh
set -euo pipefail
HERE=$(dirname "$(readlink -f "$0")")
for part in keystone glance neutron libvirt nova octavia; do bash "$HERE/$part.sh"; done
