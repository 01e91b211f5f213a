import type { RunnerArch } from "../definition.ts";
import { jobUser } from "../paths.ts";
import { emulators } from "./emulators.ts";

/**
 * Says with what the jobs' machines run, `kvm` or `tcg`, and keeps the answer in FOUND. A device that is there may start machines
 * and run none of them, so the jobs' own kernel is started first: without a disk it gives up at once, and by then it has run.
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
