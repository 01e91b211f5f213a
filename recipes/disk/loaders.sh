#!/bin/bash
# Puts into $ESP what the EFI partition holds, and into $ROOT the menu and what GRUB loads with BIOS.
# The chain of Secure Boot: firmware, Debian's shim (signed by Microsoft), Debian's GRUB and kernel (signed by Debian).
# Wants, in the environment: ARCH ROOT ESP ROOT_UUID ROOT_PARTUUID
set -euo pipefail

# as UEFI names the arch, and as GRUB does
case $ARCH in
  amd64) efi=x64 grub=x86_64-efi console=ttyS0,115200 ;;
  arm64) efi=aa64 grub=arm64-efi console=ttyAMA0 ;;
esac

main() {
  if [ "$ARCH" = amd64 ]; then bios_modules; fi
  efi_chain
  mkdir -p "$ROOT/boot/grub"
  menu > "$ROOT/boot/grub/grub.cfg"
}

bios_modules() {
  mkdir -p "$ROOT/boot/grub/i386-pc"
  cp "$ROOT"/usr/lib/grub/i386-pc/*.{mod,lst} "$ROOT/boot/grub/i386-pc/"
}

efi_chain() {
  mkdir -p "$ESP/EFI/BOOT" "$ESP/EFI/debian"
  cp "$ROOT/usr/lib/shim/shim$efi.efi.signed" "$ESP/EFI/BOOT/BOOT${efi^^}.EFI"
  cp "$ROOT/usr/lib/shim/mm$efi.efi.signed" "$ESP/EFI/BOOT/mm$efi.efi"
  cp "$ROOT/usr/lib/grub/$grub-signed/grub$efi.efi.signed" "$ESP/EFI/BOOT/grub$efi.efi"
  # Debian's signed GRUB reads its configuration here, wherever it lies itself
  cat > "$ESP/EFI/debian/grub.cfg" <<CONFIG
search.fs_uuid $ROOT_UUID root
set prefix=(\$root)/boot/grub
configfile \$prefix/grub.cfg
CONFIG
}

# update-grub makes another one of /etc/default/grub as soon as the image installs a kernel.
menu() {
  local kernel release
  kernel=$(find "$ROOT/boot" -name 'vmlinuz-*' | sort --version-sort | tail -n 1)
  release=${kernel##*/vmlinuz-}
  if [ "$ARCH" = amd64 ]; then terminals; fi
  cat <<CONFIG
set timeout=0
search --no-floppy --fs-uuid --set=root $ROOT_UUID
menuentry 'Debian GNU/Linux' {
  linux /boot/vmlinuz-$release root=PARTUUID=$ROOT_PARTUUID ro console=tty0 console=$console
  initrd /boot/initrd.img-$release
}
CONFIG
}

# A PC has a screen as well.
terminals() {
  cat <<CONFIG
serial --unit=0 --speed=115200
terminal_input console serial
terminal_output console serial
CONFIG
}

main
