import { aptCachePort, paths } from "../paths.ts";

/**
 * Builds the base of the jobs' disks: a file system, its kernel and initrd. One rename replaces the old base. Running jobs keep it
 * open, so it is there until they end.
 * `job-base SUITE MIRROR PACKAGES GIB`.
 */
export const jobBase = `#!/bin/sh
set -eu
suite=$1 mirror=$2 packages=$3 size=$4
work=$(mktemp -d /var/tmp/casulana-base.XXXXXX)
trap 'rm -rf --one-file-system "$work"' EXIT
mmdebstrap --quiet --mode=root --variant=important \\
  --aptopt='Acquire::http::Proxy "http://127.0.0.1:${aptCachePort}"' \\
  --include="linux-image-$(dpkg --print-architecture),systemd-sysv,openssh-server,systemd-resolved,$packages" \\
  "$suite" "$work/root" "$mirror"
rm -f "$work/root"/etc/ssh/ssh_host_* "$work/root/etc/apt/apt.conf.d/99mmdebstrap"
: > "$work/root/etc/machine-id"
echo casulana-job > "$work/root/etc/hostname"
printf '/dev/vda / ext4 rw,discard 0 1\\n' > "$work/root/etc/fstab"
printf 'Acquire::http::Proxy "http://10.0.2.2:${aptCachePort}";\\n' > "$work/root/etc/apt/apt.conf.d/50casulana"
printf '[Match]\\nType=ether\\n[Network]\\nDHCP=yes\\n' > "$work/root/etc/systemd/network/50-ether.network"
mkdir -p "$work/root/etc/systemd/system/ssh.service.d"
printf '[Service]\\nExecStartPre=\\nExecStartPre=/usr/bin/ssh-keygen -A\\nExecStartPre=/usr/sbin/sshd -t\\n' \\
  > "$work/root/etc/systemd/system/ssh.service.d/host-keys.conf"
systemctl --root="$work/root" --quiet enable systemd-networkd.service ssh.service
mkdir "$work/base"
cp -L "$work"/root/boot/vmlinuz-* "$work/base/vmlinuz"
cp -L "$work"/root/boot/initrd.img-* "$work/base/initrd"
truncate -s "\${size}G" "$work/base/root.ext4"
mke2fs -q -t ext4 -L job -m 0 -d "$work/root" "$work/base/root.ext4"
chmod 0755 "$work/base"
mkdir -p ${paths.base}
name=$(date -u +%Y%m%dT%H%M%SZ)
mv "$work/base" "${paths.base}/$name"
ln -s "$name" "${paths.base}/current.new"
mv -T "${paths.base}/current.new" "${paths.base}/current"
find ${paths.base} -mindepth 1 -maxdepth 1 -type d ! -name "$name" -exec rm -rf {} +
`;
