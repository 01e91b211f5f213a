import type { RunnerArch } from "../definition.ts";
import { jobUser } from "../paths.ts";
import { emulators } from "./emulators.ts";

/**
 * Prints the accelerator of the jobs' machines, `kvm` or `tcg`, and keeps it in FOUND. A KVM device may exist and still run no guest.
 * So it starts the jobs' own kernel: without a disk that panics at once, which shows that it ran.
 * `job-accelerator KERNEL FOUND DEVICE SECONDS`.
 */
export function jobAccelerator(arch: RunnerArch): string {
  const { program, machine, console } = emulators[arch];
  return `#!/bin/sh
set -eu
kernel=$1 found=$2 device=$3 seconds=$4
if [ -e "$found" ]; then cat "$found"; exit; fi
as_jobs() { runuser -u ${jobUser} -- "$@"; }
accelerator=tcg
if as_jobs test -w "$device"; then
  said=$(as_jobs timeout -k 5 "$seconds" ${program} -machine ${machine} -accel kvm -cpu host -smp 2 -m 512 \\
    -nodefaults -display none -no-reboot -serial stdio -kernel "$kernel" -append "console=${console} panic=-1" \\
    2>&1 < /dev/null) || true
  case $said in
    *"Unable to mount root fs"*) accelerator=kvm ;;
    *) echo "jobs are emulated: KVM runs no guest here, in $seconds s: $(printf '%s' "$said" | tail -n 3)" >&2 ;;
  esac
fi
echo "$accelerator" > "$found.$$"
mv "$found.$$" "$found"
echo "$accelerator"
`;
}
