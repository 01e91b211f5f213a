import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { mustBeThere } from "../../storage/programs/start.ts";
import { cache } from "../../tools/setup/bootstrap/folders.mjs";
import { makeOnce } from "../../tools/setup/bootstrap/once.mjs";
import { lastLines, run, withProgress } from "../../tools/setup/bootstrap/progress.mjs";

/** Milliseconds; most of it is for the download of some 10 MB. */
const patience = 10 * 60_000;

const lists = path.join(import.meta.dirname, "python");

/**
 * The folder of Python packages of exactly these versions and hashes, installed once for all checkouts. Null, loudly, where they
 * cannot be had: then what needs them is skipped.
 *
 * @param list `requirements`: readers from PyPI; `scrapers`: what readers need that are public source
 */
export async function pythonPackages(list: "requirements" | "scrapers"): Promise<string | null> {
  const requirements = path.join(lists, `${list}.txt`);
  const digest = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex");
  const folder = path.join(cache, `readers-${list}-${digest.slice(0, 16)}`);
  try {
    await makeOnce(folder, (staging) =>
      withProgress("installing readers of images from PyPI, once", () => install(staging, requirements)),
    );
  } catch (error) {
    console.warn(`readers are not tested: ${error instanceof Error ? error.message : String(error)}`);
  }
  return existsSync(folder) ? folder : null;
}

async function install(folder: string, requirements: string): Promise<void> {
  mustBeThere("pip3");
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-compile"];
  const only = ["--only-binary", ":all:", "--require-hashes", "--target", folder, "-r", requirements];
  const { ok, output } = await run("python3", [...pip, ...only], { timeout: patience });
  if (!ok) throw new Error(`pip said\n${lastLines(output)}`);
}
