import type { JobMachine, RunnerArch } from "../definition.ts";
import { jobUser, paths } from "../paths.ts";
import { emulators } from "./emulators.ts";

/** The scripts of GitLab Runner's custom executor. It calls them for each job, with the job's variables as `CUSTOM_ENV_…`. */

/** Each job's machine has a folder and a port of its own: GitLab Runner numbers the jobs that run at the same time. */
const place = `slot=\${CUSTOM_ENV_CI_CONCURRENT_ID:?}
case $slot in *[!0-9]*) echo "not a number: $slot" >&2; exit "$SYSTEM_FAILURE_EXIT_CODE" ;; esac
machine=${paths.jobs}/$slot
key=${paths.run}/job-$slot
port=$((22000 + slot))
`;

const connection = `reach() {
  # the machine is new, and so is its host key; its port is open to this host alone
  ssh -q -i "$key" -p "$port" -o BatchMode=yes -o ConnectTimeout=5 -o IdentitiesOnly=yes \\
    -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null root@127.0.0.1 "$@"
}
`;

const stop = `stop() {
  if [ -e "$machine/pid" ]; then
    pid=$(cat "$machine/pid")
    # a number that was given to another process since is left alone
    if tr '\\0' ' ' < "/proc/$pid/cmdline" 2>/dev/null | grep -qF "$machine/disk.qcow2"; then
      kill -KILL "$pid"
      while [ -e "/proc/$pid" ]; do sleep 0.1; done
    fi
  fi
  rm -rf --one-file-system "$machine" "$key" "$key.pub"
}
`;

/** Starts the job's machine, and waits until ssh reaches it. */
export function jobPrepare(arch: RunnerArch, { cpus, memory }: JobMachine): string {
  const { program, machine, console } = emulators[arch];
  return `#!/bin/sh
set -eu
${place}${connection}${stop}
fail() { echo "$1" >&2; exit "$SYSTEM_FAILURE_EXIT_CODE"; }
stop
base=$(readlink -e ${paths.base}/current) || fail "the jobs' machine is not built yet: see casulana-job-base.service"
mkdir -p ${paths.jobs}
install -d -m 0700 -o ${jobUser} "$machine"
ssh-keygen -q -t ed25519 -N '' -C casulana -f "$key"
authorized=$(base64 -w 0 < "$key.pub")
runuser -u ${jobUser} -- qemu-img create -q -f qcow2 -F raw -b "$base/root.ext4" "$machine/disk.qcow2"
found=${paths.run}/accelerator
# its accelerator may be why: the next job finds it out again
dead() { rm -f "$found"; fail "$1"; }
case $(${paths.scripts}/job-accelerator "$base/vmlinuz" "$found" /dev/kvm 30) in
  kvm) accelerator=kvm cpu=host ;;
  *) accelerator="tcg,thread=multi" cpu=max ;;
esac
runuser -u ${jobUser} -- ${program} -machine ${machine} -accel "$accelerator" -cpu "$cpu" \\
  -smp ${cpus} -m ${memory} -display none -monitor none -serial "file:$machine/console" \\
  -kernel "$base/vmlinuz" -initrd "$base/initrd" -append "root=/dev/vda rw console=${console}" \\
  -drive "file=$machine/disk.qcow2,format=qcow2,if=virtio" -device virtio-rng-pci \\
  -netdev "user,id=net,hostfwd=tcp:127.0.0.1:$port-:22" -device virtio-net-pci,netdev=net \\
  -smbios "type=11,value=io.systemd.credential.binary:ssh.authorized_keys.root=$authorized" \\
  -daemonize -pidfile "$machine/pid" || dead "the job's machine does not start"
for attempt in $(seq 120); do
  if reach true 2>/dev/null; then exit 0; fi
  [ -e "/proc/$(cat "$machine/pid")" ] || dead "the job's machine has ended: $(tail -n 5 "$machine/console")"
  sleep 2
done
dead "the job's machine does not answer: $(tail -n 5 "$machine/console")"
`;
}

/** Runs one step's script in the machine. ssh ends with 255 if the machine failed. */
export const jobRun = `#!/bin/sh
set -eu
${place}${connection}
if reach /bin/bash < "$1"; then exit 0; else code=$?; fi
if [ "$code" -eq 255 ]; then exit "$SYSTEM_FAILURE_EXIT_CODE"; fi
exit "$BUILD_FAILURE_EXIT_CODE"
`;

/** Deletes the machine. */
export const jobCleanup = `#!/bin/sh
set -eu
${place}${stop}stop
`;
