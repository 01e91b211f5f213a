#!/bin/bash
# Installs Debian's packages of the services where one is missing: all at once, since apt works for one at a time.
# shellcheck source=test/openstack/services/shared.sh
. "$(dirname "$0")/shared.sh"
wanted=(
  curl python3-openstackclient uwsgi-core uwsgi-plugin-python3 # all
  python3-keystone
  python3-glance qemu-utils
  python3-neutron
  iptables libvirt-clients libvirt-daemon libvirt-daemon-driver-qemu ovmf python3-libvirt qemu-system-x86
  genisoimage python3-nova python3-placement
  openssl python3-octavia
)
dpkg-query -W "${wanted[@]}" >/dev/null 2>&1 && exit
export DEBIAN_FRONTEND=noninteractive
apt() { apt-get -o DPkg::Lock::Timeout=300 "$@" >>"$S/log/apt.log" 2>&1; }
install() { apt install -yq --no-install-recommends "${wanted[@]}"; }
# what is known of the archive may be older than the archive
install || { apt update -q && install; } || fail apt
step "packages"
