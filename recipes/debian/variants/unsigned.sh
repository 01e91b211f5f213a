#!/bin/bash
# The EFI loader is a GRUB that nobody signed: Secure Boot must refuse it, and any other firmware starts it.
set -euo pipefail
cp "$ESP/EFI/debian/grub.cfg" "$ROOT/tmp/loader.cfg"
chroot "$ROOT" grub-mkstandalone --format=x86_64-efi --output=/tmp/loader.efi \
  --modules='part_gpt ext2 search search_fs_uuid configfile normal linux serial' \
  boot/grub/grub.cfg=/tmp/loader.cfg
rm -r "$ESP/EFI"
mkdir -p "$ESP/EFI/BOOT"
mv "$ROOT/tmp/loader.efi" "$ESP/EFI/BOOT/BOOTX64.EFI"
rm "$ROOT/tmp/loader.cfg"
