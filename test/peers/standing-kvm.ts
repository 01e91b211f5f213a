import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

/**
 * A folder to be put first on PATH: its QEMU takes KVM, starts machines with it, and runs none of them, as some hosts do. Without
 * KVM it is the real one.
 */
export async function standingKvm(folder: string, emulator = "qemu-system-x86_64"): Promise<string> {
  const bin = path.join(folder, "standing-kvm");
  await mkdir(bin, { recursive: true });
  const file = path.join(bin, emulator);
  await writeFile(file, script(emulator, bin));
  await chmod(file, 0o755);
  return bin;
}

const script = (emulator: string, bin: string): string => `#!/bin/sh
PATH=\${PATH#"${bin}:"}
export PATH
case " $* " in *" -accel kvm"*) echo "$*" >> "${bin}/started"; exec sleep 100000 ;; esac
exec ${emulator} "$@"
`;
