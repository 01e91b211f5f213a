import { existsSync } from "node:fs";
import { SetupError } from "./errors.ts";
import { cache } from "./folders.mjs";
import { alone } from "./lock.mjs";
import { lastLines, run, withProgress } from "./progress.mjs";
import { findProgram } from "./search-path.ts";

/** The Debian package that brings each program, or file that a program needs. */
const packageOf = {
  "qemu-img": "qemu-utils",
  xz: "xz-utils",
  tar: "tar",
  mke2fs: "e2fsprogs",
  sfdisk: "fdisk",
  "mkfs.vfat": "dosfstools",
  mcopy: "mtools",
  mmdebstrap: "mmdebstrap",
  "arch-test": "arch-test",
  "update-binfmts": "binfmt-support",
  "qemu-x86_64-static": "qemu-user-static",
  "qemu-aarch64-static": "qemu-user-static",
  "qemu-system-x86_64": "qemu-system-x86",
  "qemu-system-aarch64": "qemu-system-arm",
  genisoimage: "genisoimage",
  "/usr/share/OVMF/OVMF_VARS_4M.ms.fd": "ovmf",
  "/usr/share/AAVMF/AAVMF_VARS.ms.fd": "qemu-efi-aarch64",
} as const satisfies Record<string, string>;

export type Program = keyof typeof packageOf;

export function packagesFor(programs: readonly Program[]): string[] {
  return [...new Set(programs.map((program) => packageOf[program]))].sort();
}

/** Installs what is missing where that is ours to do; elsewhere says the line that does it. */
export async function ensurePrograms(programs: readonly Program[]): Promise<void> {
  const missing = () => programs.filter((program) => !isThere(program));
  if (missing().length === 0) return;
  const advice = adviceFor(missing(), { aptGet: findProgram("apt-get") !== undefined, root: process.getuid?.() === 0 });
  if (advice !== undefined) throw new SetupError(advice);
  await alone(`${cache}/apt.lock`, async () => {
    if (missing().length > 0) await install(packagesFor(missing()));
  });
  const still = missing();
  if (still.length > 0) throw new SetupError(`${still.join(", ")}: not found, although installed with apt-get`);
}

const isThere = (program: Program): boolean =>
  program.startsWith("/") ? existsSync(program) : findProgram(program) !== undefined;

/** What a person has to do about missing programs; nothing when set-up can. */
export function adviceFor(
  missing: readonly Program[],
  machine: { aptGet: boolean; root: boolean },
): string | undefined {
  const packages = packagesFor(missing).join(" ");
  const lack = `not installed, or not on PATH: ${missing.join(", ")}`;
  if (!machine.aptGet) return `${lack}; there is no apt-get: install what Debian has in ${packages}`;
  if (!machine.root) return `${lack}; type: sudo apt-get install ${packages}`;
  return undefined;
}

async function install(packages: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (args: string[]) => run("apt-get", ["-y", "-o", "DPkg::Lock::Timeout=300", ...args], { env });
  await withProgress(`installing ${packages.join(", ")} with apt-get`, async () => {
    const update = await apt(["update"]);
    const { ok, output } = await apt(["install", "--no-install-recommends", ...packages]);
    if (ok) return;
    const said = update.ok ? output : `${update.output}\n${output}`;
    throw new SetupError(`apt-get could not install ${packages.join(" ")}, and said\n${lastLines(said)}`);
  });
}
