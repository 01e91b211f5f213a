#!/bin/bash
# libvirt's daemon on a socket of its own, for Nova. One runs on a machine at a time: where another answers, that one is used.
# shellcheck source=test/openstack/services/shared.sh
. "$(dirname "$0")/shared.sh"
packages iptables libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients python3-libvirt qemu-system-x86 ovmf
mkdir -p "$S/libvirt"
# the daemon looks its users up, even where its configuration says root
getent group kvm >/dev/null || groupadd -r kvm
getent group libvirt-qemu >/dev/null || groupadd -r libvirt-qemu
getent passwd libvirt-qemu >/dev/null ||
  useradd -r -M -d /nonexistent -s /usr/sbin/nologin -g libvirt-qemu libvirt-qemu
cat >/etc/libvirt/qemu.conf <<'E'
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
# the socket of a daemon that runs already: this machine's, or another instance's
running() {
  local config
  config=$(pgrep -af 'libvirtd --config' | grep -oE '/[^ ]+/libvirt/libvirtd\.conf' | grep -vF "$S/" | head -1) || true
  if [ -n "$config" ]; then echo "$(dirname "$config")/libvirt-sock"; elif pgrep -x libvirtd >/dev/null; then echo /run/libvirt/libvirt-sock; fi
}
works() { virsh -c "qemu:///system?socket=$S/libvirt/libvirt-sock" version >/dev/null 2>&1; }
other=$(running)
[ -z "$other" ] || ln -sf "$other" "$S/libvirt/libvirt-sock"
works || start libvirtd libvirtd --config "$S/libvirt/libvirtd.conf" --pid-file "$S/libvirt/libvirtd.pid"
for _ in $(seq 100); do
  works && break
  sleep 0.1
done
works || fail libvirtd
step "libvirt"
