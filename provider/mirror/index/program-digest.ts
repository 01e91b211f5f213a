import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256OfText } from "../../../storage/files/hash.ts";

const project = join(import.meta.dirname, "../../..");

/** What pages look like is in these folders; the clouds' words are in `model/readers.ts` of each. */
const folders = ["images/finder", "images/model", "targets"];

let known: Promise<string> | undefined;

/** The digest of the modules that make pages: another program makes every page again. */
export const programDigest = (): Promise<string> => (known ??= digestOfModules());

async function digestOfModules(): Promise<string> {
  const texts: string[] = [];
  for (const folder of folders) {
    const names = await readdir(join(project, folder), { recursive: true });
    for (const name of names.filter((each) => isPageModule(folder, each)).toSorted())
      texts.push(name, await readFile(join(project, folder, name), "utf8"));
  }
  return sha256OfText(texts.join("\0"));
}

const isPageModule = (folder: string, name: string): boolean =>
  folder === "targets" ? name.endsWith("/model/readers.ts") : /(?<!\.test)\.(?:ts|json)$/.test(name);
