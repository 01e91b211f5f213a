import { readFile } from "node:fs/promises";
import path from "node:path";
import { project } from "./folders.mjs";
import { alone } from "./lock.mjs";
import { npm } from "./npm.mjs";
import { firstLines, withProgress } from "./progress.mjs";

/**
 * @typedef {{version?: string, integrity?: string, optional?: boolean}} Package
 * @typedef {{packages: Record<string, Package>}} Lock
 */

/** Makes node_modules what the lock file says, and leaves it alone when it is. */
export async function installPackages() {
  if (await upToDate()) return;
  await alone(path.join(project, ".dev", "packages.lock"), async () => {
    if (await upToDate()) return;
    const { ok, output } = await withProgress("installing the packages of package-lock.json", () =>
      npm(["ci"], { cwd: project }),
    );
    if (!ok) throw new Error(`npm ci failed, and said\n${firstLines(output)}`);
  });
}

async function upToDate() {
  const wanted = await readLock(path.join(project, "package-lock.json"));
  if (wanted === undefined) throw new Error("package-lock.json: cannot be read; take it from git again");
  // npm writes this list last, so it is missing after an installation that was cut off
  const installed = await readLock(path.join(project, "node_modules", ".package-lock.json"));
  return installed !== undefined && matches(installed, wanted);
}

/**
 * Optional packages may be missing: they are for other machines.
 * @param {Lock} installed
 * @param {Lock} wanted
 */
export function matches(installed, wanted) {
  return Object.entries(wanted.packages).every(([where, { version, integrity, optional }]) => {
    if (where === "") return true;
    const have = installed.packages[where];
    if (have === undefined) return optional === true;
    return have.version === version && have.integrity === integrity;
  });
}

/**
 * @param {string} file
 * @returns {Promise<Lock | undefined>}
 */
async function readLock(file) {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined;
  }
}
