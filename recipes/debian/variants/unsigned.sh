#!/bin/bash
# The EFI loader is a GRUB that nobody signed: Secure Boot must refuse it, and any other firmware starts it.
set -euo pipefail
case $ARCH in
  amd64) format=x86_64-efi loader=BOOTX64.EFI serial=serial ;;
  arm64) format=arm64-efi loader=BOOTAA64.EFI serial= ;;
esac
cp "$ESP/EFI/debian/grub.cfg" "$ROOT/tmp/loader.cfg"
chroot "$ROOT" grub-mkstandalone --format="$format" --output=/tmp/loader.efi \
  --modules="part_gpt ext2 search search_fs_uuid configfile normal linux $serial" \
  boot/grub/grub.cfg=/tmp/loader.cfg
rm -r "$ESP/EFI"
mkdir -p "$ESP/EFI/BOOT"
mv "$ROOT/tmp/loader.efi" "$ESP/EFI/BOOT/$loader"
rm "$ROOT/tmp/loader.cfg"
