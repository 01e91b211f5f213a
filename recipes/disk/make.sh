#!/bin/bash
# Makes $FOLDER/disk.raw of $ROOT, a folder with a root file system, and of $ESP, one with what the EFI partition holds:
# a disk that boots with UEFI, and with BIOS where there is a place for it. No loop device and no mount: there is nothing to be left behind by a kill.
# Wants, in the environment: FOLDER ROOT ESP SIZE PARTITIONS (a file for sfdisk) BIOS_START (or nothing) ROOT_START ROOT_KIB ROOT_UUID
# ESP_START ESP_KIB; starts and sizes in bytes, or KiB where the name says so. Needs root, for the owners of files.
set -euo pipefail
disk=$FOLDER/disk.raw

main() {
  rm -f "$disk"
  truncate --size="$SIZE" "$disk"
  sfdisk --quiet "$disk" < "$PARTITIONS"
  mke2fs -q -t ext4 -L cloudimg-root -U "$ROOT_UUID" -m 0 -d "$ROOT" -E "offset=$ROOT_START" "$disk" "${ROOT_KIB}k"
  mkfs.vfat -F 16 -n EFI --offset "$((ESP_START / 512))" "$disk" "$ESP_KIB" > "$FOLDER/mkfs.log"
  mcopy -s -i "$disk@@$ESP_START" "$ESP"/* ::/
  if [ -n "$BIOS_START" ]; then install_grub_of_bios; fi
}

# What grub-install does through a block device. Places in its images: kernel_sector in grub's boot.S,
# boot_drive_check there too, the first block list of diskboot.S (grub 2.06, include/grub/i386/pc/boot.h).
install_grub_of_bios() {
  local bios_sector=$((BIOS_START / 512)) boot=$FOLDER/boot.img core=$FOLDER/core.img
  cp "$ROOT/usr/lib/grub/i386-pc/boot.img" "$boot"
  chroot "$ROOT" grub-mkimage --format=i386-pc --prefix='(,gpt1)/boot/grub' biosdisk part_gpt ext2 > "$core"
  write_number "$boot" 0x5c "$bios_sector"
  # as for every hard disk: some BIOS hand over a wrong drive number
  printf '\x90\x90' | write_at "$boot" 0x66
  write_number "$core" 0x1f4 "$((bios_sector + 1))"
  # behind byte 440 the partition table begins
  head --bytes=440 "$boot" | write_at "$disk" 0
  write_at "$disk" "$BIOS_START" < "$core"
}

# 64 bits, the lowest byte first.
write_number() {
  local file=$1 offset=$2 number=$3 bytes=
  for ((shift_by = 0; shift_by < 64; shift_by += 8)); do
    bytes+=$(printf '\\x%02x' $(((number >> shift_by) & 255)))
  done
  printf '%b' "$bytes" | write_at "$file" "$offset"
}

write_at() {
  dd of="$1" bs=64K seek="$(($2))" oflag=seek_bytes conv=notrunc status=none
}

main
