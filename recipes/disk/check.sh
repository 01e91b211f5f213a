#!/bin/bash
# The offline tests of a build, as rows: module, test, what failed (empty for a pass).
# usage: check.sh FILE, with ROOT and ROOT_PARTUUID in the environment
set -euo pipefail
exec > "$1"

verdict() { printf '%s\t%s\t%s\n' "$1" "$2" "$3"; }
missing() { compgen -G "$ROOT/$1" > /dev/null || echo "no file $1"; }
without() { grep -q "$2" "$ROOT/$1" || echo "$1 has no $2"; }

verdict tests.test_boot test_kernel "$(missing 'boot/vmlinuz-*')"
verdict tests.test_boot test_initramfs "$(missing 'boot/initrd.img-*')"
verdict tests.test_boot test_bootloader "$(without boot/grub/grub.cfg menuentry)"
verdict tests.test_etc test_machine_id "$([ -s "$ROOT/etc/machine-id" ] && echo 'etc/machine-id is not empty')"
verdict tests.test_etc test_fstab "$(without etc/fstab "^PARTUUID=$ROOT_PARTUUID / ")"
verdict tests.test_packages test_no_broken "$(chroot "$ROOT" dpkg --audit | head -n 3 | tr '\t\n' '  ')"
