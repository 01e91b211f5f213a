#!/bin/bash
# Makes $FOLDER/disk.raw, a Debian that boots with BIOS and UEFI, and writes beside it what it holds:
# packages.tsv, dpkg-status, sources.list, changed, checks.tsv (module, test, what failed; empty for a pass).
# Wants, in the environment: FOLDER SUITE ARCHIVE PACKAGES SIZE PARTITIONS (for sfdisk) ROOT_START ROOT_KIB ESP_START
# ESP_KIB ROOT_PARTUUID VENDOR CLOUD_RELEASE; starts and sizes in bytes, or KiB where the name says so. Needs root.
set -euo pipefail
root=$FOLDER/root
disk=$FOLDER/disk.raw
mounted=$FOLDER/mounted
loop=

release() {
  partx --delete "$1" || true
  losetup -d "$1"
}

leave() {
  set +e
  for where in dev proc sys ""; do
    mountpoint -q "$mounted/$where" && umount -l "$mounted/$where"
  done
  [ -n "$loop" ] && release "$loop"
  rm -rf --one-file-system "$root"
}
trap leave EXIT

install_debian() {
  mmdebstrap --quiet --mode=root --variant=minbase \
    --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --include="$PACKAGES" "$SUITE" "$root" "$ARCHIVE"
}

configure() {
  rm -rf "$root"/var/cache/apt/*.bin "$root"/var/lib/apt/lists/* "$root"/etc/ssh/ssh_host_*
  : > "$root/etc/machine-id"
  echo localhost > "$root/etc/hostname"
  echo '127.0.0.1 localhost' > "$root/etc/hosts"
  printf '%s' "$CLOUD_RELEASE" > "$root/etc/cloud-release"
  echo "deb http://ftp.debian.org/debian $SUITE main" > "$root/etc/apt/sources.list"
  echo "PARTUUID=$ROOT_PARTUUID / ext4 rw,discard,errors=remount-ro 0 1" > "$root/etc/fstab"
  mkdir -p "$root/boot/grub" "$root/etc/default"
  cat > "$root/etc/default/grub" <<'GRUB'
GRUB_DEFAULT=0
GRUB_TIMEOUT=0
GRUB_DISTRIBUTOR=Debian
GRUB_CMDLINE_LINUX="console=tty0 console=ttyS0,115200"
GRUB_TERMINAL="console serial"
GRUB_DISABLE_OS_PROBER=true
GRUB
  # nocloud images let root in without a password, for local tests
  if [ "$VENDOR" = nocloud ]; then chroot "$root" passwd --quiet --delete root; fi
}

describe() {
  chroot "$root" dpkg-query --show \
    --showformat '${Package}\t${Version}\t${Architecture}\t${Multi-Arch}\t${source:Package}\t${source:Version}\n' \
    > "$FOLDER/packages.tsv"
  cp "$root/var/lib/dpkg/status" "$FOLDER/dpkg-status"
  cp "$root/etc/apt/sources.list" "$FOLDER/sources.list"
  printf '%s\n' /etc/cloud-release /etc/default/grub /etc/fstab /etc/hostname /etc/hosts /etc/machine-id > "$FOLDER/changed"
}

make_disk() {
  truncate -s "$SIZE" "$disk"
  sfdisk --quiet "$disk" < "$PARTITIONS"
  mke2fs -q -t ext4 -L cloudimg-root -m 0 -d "$root" -E "offset=$ROOT_START" "$disk" "${ROOT_KIB}k"
  mkfs.vfat -F 16 -n EFI --offset "$((ESP_START / 512))" "$disk" "$ESP_KIB" > "$FOLDER/mkfs.log" 2>&1
}

make_bootable() {
  mkdir "$mounted"
  loop=$(losetup --find --show "$disk")
  # not every kernel reads a loop device's partition table by itself, or forgets the last one's
  partx --update "$loop"
  mount "${loop}p1" "$mounted"
  for where in dev proc sys; do mount --bind "/$where" "$mounted/$where"; done
  chroot "$mounted" grub-install --target=i386-pc --boot-directory=/boot "$loop" 2> "$FOLDER/grub.log"
  chroot "$mounted" update-grub 2>> "$FOLDER/grub.log"
  # update-grub names the loop device or the file system
  sed -i -E "s#root=[^ ]+#root=PARTUUID=$ROOT_PARTUUID#" "$mounted/boot/grub/grub.cfg"
  make_efi_loader
  check > "$FOLDER/checks.tsv"
  fstrim "$mounted" || true
  for where in dev proc sys ""; do umount "$mounted/$where"; done
  release "$loop"
  loop=
}

# The kernel may lack vfat, so mtools put the loader into the EFI partition.
make_efi_loader() {
  cat > "$mounted/tmp/loader.cfg" <<'CONFIG'
search --no-floppy --set=root --label cloudimg-root
set prefix=($root)/boot/grub
configfile ($root)/boot/grub/grub.cfg
CONFIG
  chroot "$mounted" grub-mkstandalone -O x86_64-efi -o /tmp/loader.efi \
    --modules="part_gpt ext2 search search_label configfile normal linux serial" \
    boot/grub/grub.cfg=/tmp/loader.cfg 2>> "$FOLDER/grub.log"
  mmd -i "$disk@@$ESP_START" ::/EFI ::/EFI/BOOT
  mcopy -i "$disk@@$ESP_START" "$mounted/tmp/loader.efi" ::/EFI/BOOT/BOOTX64.EFI
  rm "$mounted/tmp/loader.cfg" "$mounted/tmp/loader.efi"
}

check() {
  verdict() { printf '%s\t%s\t%s\n' "$1" "$2" "$3"; }
  here() { compgen -G "$mounted/$1" > /dev/null || echo "no file $1"; }
  verdict tests.test_boot test_kernel "$(here 'boot/vmlinuz-*')"
  verdict tests.test_boot test_initramfs "$(here 'boot/initrd.img-*')"
  verdict tests.test_boot test_bootloader "$(grep -q 'menuentry' "$mounted/boot/grub/grub.cfg" || echo 'no menu entry in grub.cfg')"
  verdict tests.test_etc test_machine_id "$([ -s "$mounted/etc/machine-id" ] && echo '/etc/machine-id is not empty')"
  verdict tests.test_etc test_fstab "$(grep -q "^PARTUUID=$ROOT_PARTUUID / " "$mounted/etc/fstab" || echo 'no root in /etc/fstab')"
  verdict tests.test_packages test_no_broken "$(chroot "$mounted" dpkg --audit | head -n 3 | tr '\t\n' '  ')"
}

mkdir -p "$FOLDER"
install_debian
configure
describe
make_disk
make_bootable
