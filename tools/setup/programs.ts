import { packagesFor, remedyFor, type PackagedProgram } from "../../storage/programs/packages.mjs";
import { SetupError } from "./errors.ts";
import { cache } from "./bootstrap/folders.mjs";
import { alone } from "./bootstrap/lock.mjs";
import { lastLines, run, withProgress } from "./bootstrap/progress.mjs";
import { findProgram, isThere } from "../../storage/programs/search.mjs";

export type Program = PackagedProgram;

/** Installs missing programs. Throws a SetupError with the command to type if this user may not. */
export async function ensurePrograms(programs: readonly Program[]): Promise<void> {
  const missing = () => [...new Set(programs)].filter((program) => !isThere(program));
  if (missing().length === 0) return;
  const advice = adviceFor(missing(), { aptGet: findProgram("apt-get") !== undefined, root: process.getuid?.() === 0 });
  if (advice !== undefined) throw new SetupError(advice);
  await alone(`${cache}/apt.lock`, async () => {
    if (missing().length > 0) await install(packagesFor(missing()));
  });
  const still = missing();
  if (still.length > 0) throw new SetupError(`${still.join(", ")}: not found, although installed with apt-get`);
}

/** What a person must do about missing programs; undefined if set-up can install them. */
export function adviceFor(
  missing: readonly Program[],
  machine: { aptGet: boolean; root: boolean },
): string | undefined {
  if (machine.aptGet && machine.root) return undefined;
  return `not installed, or not on PATH: ${missing.join(", ")}; ${remedyFor(missing, machine)}`;
}

/** Installs Debian packages, as root. Throws a SetupError. */
export const installFromDebian = (packages: string[]): Promise<void> =>
  alone(`${cache}/apt.lock`, () => install(packages));

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
