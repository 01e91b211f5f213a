import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { cache } from "../setup/bootstrap/folders.mjs";
import { makeOnce } from "../setup/bootstrap/once.mjs";
import { withProgress } from "../setup/bootstrap/progress.mjs";
import { ensurePrograms, type Program } from "../setup/programs.ts";
import { runProgram, runScript } from "../sample/program.ts";
import { aptLines } from "./archive.ts";
import { recipes, recipeDigest } from "./sources.ts";
import { requireRoot } from "./superuser.ts";
import type { BootableArch } from "./vendors.ts";

/** The packages to install, and their set-up. */
interface Recipe {
  /** A folder of `recipes/` with a configure.sh: "debian", "amphora". */
  name: string;
  suite: string;
  /** As configure.sh knows it. */
  vendor: string;
  arch: BootableArch;
  packages: readonly string[];
}

/** Milliseconds for an installation. It takes a minute or two, under emulation ten times as long. */
const installTime = (arch: BootableArch): number => (arch === machineArch() ? 20 : 90) * 60_000;
const dayLength = 86_400_000;
/** A root is of one day's archive: older ones are deleted. */
const keptFor = 3 * dayLength;

export const built = path.join(cache, "recipes");

/**
 * Installs a recipe once per day and machine; another word in `again` makes another installation. Returns the folder with root.tar,
 * packages.tsv and dpkg-status. Throws a UserError without root.
 */
export async function installedRoot(recipe: Recipe, archive?: string, again = ""): Promise<string> {
  requireRoot();
  const { name, suite, vendor, arch } = recipe;
  await ensurePrograms(["mmdebstrap"]);
  if (arch !== machineArch()) await emulate(arch);
  const folder = path.join(built, [name, suite, vendor, arch, await rootKey(recipe, archive, again)].join("-"));
  await makeOnce(folder, (staging) =>
    withProgress(`installing ${suite} for ${vendor}, ${arch}`, async () => {
      await sweep();
      await install(recipe, staging, archive);
    }),
  );
  return folder;
}

/** Lets this machine run programs of another arch, by an emulator that the kernel starts (binfmt). */
async function emulate(arch: BootableArch): Promise<void> {
  const { emulator, format } = emulations[arch];
  await ensurePrograms(["arch-test", "update-binfmts", emulator]);
  // in a container without systemd the package does not do it
  await runProgram("update-binfmts", ["--enable", format]);
}

const emulations: Record<BootableArch, { emulator: Program; format: string }> = {
  amd64: { emulator: "qemu-x86_64-static", format: "qemu-x86_64" },
  arm64: { emulator: "qemu-aarch64-static", format: "qemu-aarch64" },
};

const machineArch = (): BootableArch => (process.arch === "arm64" ? "arm64" : "amd64");

async function rootKey({ name, suite, vendor, arch, packages }: Recipe, archive = "", again: string): Promise<string> {
  // every recipe is based on the recipe debian
  const configured = [...new Set(["debian", name])].flatMap((recipe) => [`${recipe}/configure.sh`, `${recipe}/files`]);
  const files = ["install.sh", "describe.sh", ...configured];
  const day = new Date().toISOString().slice(0, 10);
  return recipeDigest(files, [day, archive, again, suite, vendor, arch, ...packages]);
}

async function install(recipe: Recipe, folder: string, archive: string | undefined): Promise<void> {
  const lines = await aptLines(recipe.suite, archive);
  const configure = path.join(recipes, recipe.name, "configure.sh");
  await runScript(
    path.join(recipes, "install.sh"),
    [folder, recipe.suite, recipe.packages.join(","), configure, ...lines],
    {
      programs: ["setpriv", "unshare", "mmdebstrap"],
      env: { SUITE: recipe.suite, VENDOR: recipe.vendor, ARCH: recipe.arch },
      timeout: installTime(recipe.arch),
    },
  );
}

async function sweep(): Promise<void> {
  const oldest = Date.now() - keptFor;
  for (const name of await readdir(built)) {
    const folder = path.join(built, name);
    if ((await stat(folder)).mtimeMs < oldest) await rm(folder, { recursive: true, force: true });
  }
}
