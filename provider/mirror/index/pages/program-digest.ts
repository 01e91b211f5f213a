import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { ifPresent } from "../../../../storage/files/fault.ts";
import { sha256OfText } from "../../../../storage/files/hash.ts";

const project = path.join(import.meta.dirname, "../../../..");

/**
 * The modules that write pages and lists, relative to the project's folder. The clouds' words are in `model/readers.ts` of each.
 */
const writers = [
  "images/finder/finder.ts",
  "images/finder/from-index.ts",
  "images/finder/pages/cve.ts",
  "images/readers/formats.ts",
  "images/boot-tests/results.ts",
];

let known: Promise<string> | undefined;

/** The digest of the modules that make pages and lists: when it changes, every page is made again. */
export const programDigest = (): Promise<string> => (known ??= digestOfModules());

async function digestOfModules(): Promise<string> {
  const texts = [...(await modulesOf([...writers, ...(await cloudWords())]))].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sha256OfText(texts.flat().join("\0"));
}

async function cloudWords(): Promise<string[]> {
  const clouds = await readdir(path.join(project, "targets"), { withFileTypes: true });
  return clouds.filter((each) => each.isDirectory()).map(({ name }) => `targets/${name}/model/readers.ts`);
}

/** These modules and all that they import, with their texts. A module that is not there has none. */
export async function modulesOf(names: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    const text = await ifPresent(readFile(path.join(project, name), "utf8"));
    if (text === undefined) continue;
    found.set(name, text);
    const folder = path.posix.dirname(name);
    open.push(...importsIn(text).map((each) => path.posix.join(folder, each)));
  }
  return found;
}

/** Relative paths. Imports of types alone make no page. */
const importsIn = (text: string): string[] =>
  [...text.matchAll(/^(?:import|export)\b(?! type\b)[^;]*?"(\.[^"]+)"/gm)].map(([, name = ""]) => name);
