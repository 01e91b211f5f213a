#!/bin/bash
# Puts into $ESP what the EFI partition holds, and into $ROOT the menu and what GRUB loads with BIOS.
# The chain of Secure Boot: firmware, Debian's shim (signed by Microsoft), Debian's GRUB and kernel (signed by Debian).
# Wants, in the environment: ROOT ESP ROOT_UUID ROOT_PARTUUID
set -euo pipefail

main() {
  bios_modules
  efi_chain
  menu > "$ROOT/boot/grub/grub.cfg"
}

bios_modules() {
  mkdir -p "$ROOT/boot/grub/i386-pc"
  cp "$ROOT"/usr/lib/grub/i386-pc/*.{mod,lst} "$ROOT/boot/grub/i386-pc/"
}

efi_chain() {
  mkdir -p "$ESP/EFI/BOOT" "$ESP/EFI/debian"
  cp "$ROOT/usr/lib/shim/shimx64.efi.signed" "$ESP/EFI/BOOT/BOOTX64.EFI"
  cp "$ROOT/usr/lib/shim/mmx64.efi.signed" "$ESP/EFI/BOOT/mmx64.efi"
  cp "$ROOT/usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed" "$ESP/EFI/BOOT/grubx64.efi"
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
  cat <<CONFIG
serial --unit=0 --speed=115200
terminal_input console serial
terminal_output console serial
set timeout=0
search --no-floppy --fs-uuid --set=root $ROOT_UUID
menuentry 'Debian GNU/Linux' {
  linux /boot/vmlinuz-$release root=PARTUUID=$ROOT_PARTUUID ro console=tty0 console=ttyS0,115200
  initrd /boot/initrd.img-$release
}
CONFIG
}

main
