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

/** The folder with packages that only stacks of the role `accounts` and the tests need: 308 MB. */
export const accounts = path.join(project, "stacks", "accounts");

/**
 * Installs the packages of the folder's lock file, unless node_modules has exactly these.
 * @param {string} [folder]
 */
export async function installPackages(folder = project) {
  if (await upToDate(folder)) return;
  const name = path.relative(project, path.join(folder, "package-lock.json"));
  await alone(path.join(project, ".dev", `${name.replaceAll(path.sep, "-")}.lock`), async () => {
    if (await upToDate(folder)) return;
    const { ok, output } = await withProgress(`installing the packages of ${name}`, () => npm(["ci"], { cwd: folder }));
    if (!ok) throw new Error(`npm ci failed in ${folder}, and said\n${firstLines(output)}`);
  });
}

/** @param {string} folder */
async function upToDate(folder) {
  const wanted = await readLock(path.join(folder, "package-lock.json"));
  if (wanted === undefined) throw new Error(`${folder}/package-lock.json: cannot be read; take it from git again`);
  // npm writes this list last, so it is missing after an installation that was cut off
  const installed = await readLock(path.join(folder, "node_modules", ".package-lock.json"));
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
