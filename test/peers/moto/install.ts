import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { cache } from "../../../tools/setup/bootstrap/folders.mjs";
import { makeOnce } from "../../../tools/setup/bootstrap/once.mjs";
import { lastLines, run, withProgress } from "../../../tools/setup/bootstrap/progress.mjs";

const requirements = path.join(import.meta.dirname, "requirements.txt");

/** Milliseconds; most of it is for the download of 140 MB. */
const patience = 15 * 60_000;

/**
 * The folder of moto's Python packages, of exactly these versions and hashes: installed once for all checkouts. `npm test` does
 * without, and so without Python.
 */
export async function motoPackages(): Promise<string> {
  const digest = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex");
  const folder = path.join(cache, `moto-${digest.slice(0, 16)}`);
  await makeOnce(folder, (staging) =>
    withProgress("installing moto, once, for a minute or two", () => install(staging)),
  );
  return folder;
}

async function install(folder: string): Promise<void> {
  // made in the folder, and only needed for its pip: an environment knows its own path, and this folder moves
  const environment = path.join(folder, "installer");
  await python(["-m", "venv", environment]);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"];
  await python(
    [...pip, "--require-hashes", "--target", path.join(folder, "packages"), "-r", requirements],
    environment,
  );
}

async function python(args: string[], environment?: string): Promise<void> {
  const bin = environment === undefined ? {} : { PATH: `${environment}/bin:${process.env["PATH"] ?? ""}` };
  const { ok, output } = await run("python3", args, { timeout: patience, env: { ...process.env, ...bin } });
  if (!ok) throw new Error(`python3 ${args.slice(0, 3).join(" ")} failed, and said\n${lastLines(output)}`);
}
