#!/bin/bash
# Makes of a fresh installation the root of a cloud image: nothing of the machine that built it, one list of sources.
# usage: configure.sh ROOT, with SUITE, VENDOR and ARCH in the environment
set -euo pipefail
root=$1

main() {
  forget_this_machine
  (umask 022 && cp -r --no-preserve=mode,ownership "$(dirname "$0")/files/." "$root/")
  if [ "$VENDOR" = nocloud ]; then without_cloud_init; fi
  if [ "$ARCH" = arm64 ]; then with_its_own_console; fi
  sources > "$root/etc/apt/sources.list"
  chmod 644 "$root/etc/apt/sources.list"
}

forget_this_machine() {
  rm -rf "$root"/var/cache/apt/*.bin "$root"/etc/ssh/ssh_host_* "$root"/etc/resolv.conf
  # what mmdebstrap was told for this installation is no setting of the image
  rm -f "$root"/etc/apt/apt.conf.d/99mmdebstrap "$root"/etc/dpkg/dpkg.cfg.d/99mmdebstrap
  rm -f "$root"/etc/apt/sources.list.d/*
  : > "$root/etc/machine-id"
  echo localhost > "$root/etc/hostname"
  printf '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n' > "$root/etc/hosts"
  ln -s ../run/systemd/resolve/stub-resolv.conf "$root/etc/resolv.conf"
}

# Such images let root in without a password, for local tests.
without_cloud_init() {
  rm -r "$root/etc/cloud"
  chroot "$root" passwd --quiet --delete root
}

with_its_own_console() {
  sed -i -e 's/ttyS0,115200/ttyAMA0/' -e '/^GRUB_TERMINAL=/d' "$root/etc/default/grub"
}

sources() {
  local archive=http://ftp.debian.org
  echo "deb $archive/debian $SUITE main"
  [ "$SUITE" = sid ] && return
  echo "deb $archive/debian $SUITE-updates main"
  echo "deb $archive/debian-security $SUITE-security main"
}

main
