#!/bin/bash
# libvirt's daemon for Nova: in a mount namespace where its folders are this instance's, so that it meets no other daemon.
# shellcheck source=test/openstack/services/shared.sh
. "$(dirname "$0")/shared.sh"
mkdir -p "$S"/libvirt/{etc,run,lib,cache}
# the daemon looks its users up, even where its configuration says root
getent group kvm >/dev/null || groupadd -r kvm
getent group libvirt-qemu >/dev/null || groupadd -r libvirt-qemu
getent passwd libvirt-qemu >/dev/null ||
  useradd -r -M -d /nonexistent -s /usr/sbin/nologin -g libvirt-qemu libvirt-qemu
cat >"$S/libvirt/etc/qemu.conf" <<'E'
user = "root"
group = "root"
dynamic_ownership = 0
security_driver = "none"
cgroup_controllers = [ ]
namespaces = [ ]
remember_owner = 0
stdio_handler = "file"
E
cat >"$S/libvirt/libvirtd.conf" <<E
unix_sock_dir = "$S/libvirt"
auth_unix_rw = "none"
auth_unix_ro = "none"
E
start libvirtd unshare --mount --propagation slave bash "$HERE/libvirtd.sh" "$S/libvirt"
works() { virsh -c "qemu:///system?socket=$S/libvirt/libvirt-sock" version >/dev/null 2>&1; }
for _ in $(seq 100); do
  works && break
  sleep 0.1
done
works || fail libvirtd
step "libvirt"
