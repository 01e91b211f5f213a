#!/bin/bash
# Runs libvirtd where its folders are those below DIR. usage, in a mount namespace of its own: libvirtd.sh DIR
set -euo pipefail
mkdir -p /etc/libvirt /run/libvirt /var/lib/libvirt /var/cache/libvirt
mount --bind "$1/etc" /etc/libvirt
mount --bind "$1/run" /run/libvirt
mount --bind "$1/lib" /var/lib/libvirt
mount --bind "$1/cache" /var/cache/libvirt
exec libvirtd --config "$1/libvirtd.conf" --pid-file "$1/libvirtd.pid"
