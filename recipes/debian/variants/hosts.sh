#!/bin/bash
# No /etc/hosts, and cloud-init writes none: sudo and whatever asks for the own name waits for a name server.
set -euo pipefail
rm "$ROOT/etc/hosts"
rm -f "$ROOT"/etc/cloud/templates/hosts.*
echo 'manage_etc_hosts: false' > "$ROOT/etc/cloud/cloud.cfg.d/99-broken.cfg"
