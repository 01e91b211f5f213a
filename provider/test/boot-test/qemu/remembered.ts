import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { qemuMachines } from "../../../../images/boot-test/qemu-machines.ts";
import { replaceFile } from "../../../../storage/atomic.ts";
import { findProgram } from "../../../../storage/programs/search.mjs";
import { start, type Program } from "../../../../storage/programs/start.ts";
import { guarded } from "./guarded.ts";
import type { Probed } from "./probe.ts";

/** What a probe found; `why` is null where the guest ran. */
const findingSchema = z.object({ why: z.string().nullable() });
type Finding = z.output<typeof findingSchema>;

/**
 * Where this user's findings are kept: worth nothing but the time to find them again. They hold until the machine boots again
 * or QEMU is another one; null where the machine does not say which boot this is.
 */
export async function findingFile(board: Probed): Promise<string | null> {
  try {
    const boot = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
    const { emulator } = qemuMachines[board.arch];
    // the path that a search finds, since another of the same version may behave otherwise
    const found = `${findProgram(emulator) ?? ""}\n${await versionOf(emulator)}`;
    const { arch, firmware, accelerator } = board;
    const key = JSON.stringify([found, arch, firmware, accelerator]);
    return join(folder(), boot, createHash("sha256").update(key).digest("hex"));
  } catch {
    return null;
  }
}

/** An emulator that hangs is not waited for: what it says by then is its version. */
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

/** Keeps a finding in place of those of earlier boots of the machine. Where it cannot, the guest is asked again. */
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
