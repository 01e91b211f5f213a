import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { mustBeThere } from "../../storage/programs/start.ts";
import { cache } from "../../tools/setup/bootstrap/folders.mjs";
import { makeOnce } from "../../tools/setup/bootstrap/once.mjs";
import { lastLines, run, withProgress } from "../../tools/setup/bootstrap/progress.mjs";

/** Milliseconds that an installation may take. Most of it is for a download: moto has 140 MB. */
const patience = 15 * 60_000;

/**
 * The folder of a tool's Python packages, with exactly the versions and hashes of the file `requirements`. They are installed once for
 * all checkouts. `npm test` needs none, and so no Python.
 */
export async function pythonPackages(tool: string, requirements: string): Promise<string> {
  const digest = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex");
  const folder = path.join(cache, `${tool}-${digest.slice(0, 16)}`);
  await makeOnce(folder, (staging) =>
    withProgress(`installing ${tool}, once`, () => install(tool, requirements, staging)),
  );
  return folder;
}

/** Installs by pip's own module, so that the packages are for the Python that will run the tool. */
async function install(tool: string, requirements: string, folder: string): Promise<void> {
  // Debian has pip in a package of its own
  mustBeThere("pip3");
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"];
  // Python compiles a module when it is loaded, and few are
  const how = ["--no-compile", "--require-hashes", "--target", path.join(folder, "packages")];
  const args = [...pip, ...how, "-r", requirements];
  const { ok, output } = await run("python3", args, { timeout: patience });
  if (!ok) throw new Error(`${tool} could not be installed, and pip said\n${lastLines(output)}`);
}
