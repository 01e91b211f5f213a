import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { qemuMachines } from "../../images/boot-tests/qemu-machines.ts";
import { replaceFile } from "../../storage/files/atomic.ts";
import { findProgram } from "../../storage/programs/search.mjs";
import { start, type Program } from "../../storage/programs/start.ts";
import { guarded } from "./guarded.ts";
import type { Probed } from "./probe.ts";

/** A probe's result; `why` is null if the guest ran. */
const findingSchema = z.object({ why: z.string().nullable() });
type Finding = z.output<typeof findingSchema>;

/**
 * The folder of this user's findings. Losing them costs only the time to probe again. They hold until the machine reboots or
 * QEMU changes; null if the machine does not identify its boot.
 */
export async function findingFile(board: Probed): Promise<string | null> {
  try {
    const boot = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
    const { emulator } = qemuMachines[board.arch];
    // the path on PATH, because another QEMU of the same version may behave differently
    const found = `${findProgram(emulator) ?? ""}\n${await versionOf(emulator)}`;
    const { arch, firmware, accelerator } = board;
    const key = JSON.stringify([found, arch, firmware, accelerator]);
    return join(folder(), boot, createHash("sha256").update(key).digest("hex"));
  } catch {
    return null;
  }
}

/** Does not wait for an emulator that hangs: its output so far is the version. */
const versionOf = (emulator: Program): Promise<string> => {
  const [command, args] = guarded(versionSeconds, emulator, ["--version"]);
  return text(start(command, args, { stdio: ["ignore", "pipe", "ignore"] }).stdout);
};

const versionSeconds = 10;

const folder = (): string =>
  join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "cloud-images", "accelerators");

export async function recall(file: string | null): Promise<Finding | undefined> {
  if (file === null) return undefined;
  try {
    return findingSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return undefined;
  }
}

/** Keeps a finding, and drops those of earlier boots of the machine. If it cannot, the next run probes again. */
export async function remember(file: string | null, finding: Finding): Promise<void> {
  if (file === null) return;
  const ofThisBoot = dirname(file);
  try {
    await mkdir(ofThisBoot, { recursive: true });
    for (const boot of await readdir(folder()))
      if (join(folder(), boot) !== ofThisBoot) await rm(join(folder(), boot), { recursive: true, force: true });
    await replaceFile(file, `${JSON.stringify(finding)}\n`);
  } catch {
    // a full or read-only home
  }
}
