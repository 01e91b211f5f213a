import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { z } from "zod";
import { replaceFile, sweepTemporariesOf } from "../../../storage/files/atomic.ts";
import { hasCode, ifPresent } from "../../../storage/files/fault.ts";
import { makeFolder } from "../../../storage/files/folders.ts";
import type { Places } from "../../../storage/tree/places.ts";
import { jsonOrUndefined } from "../../../images/model/text/json.ts";

/** So often a temporary can vanish at most: others sweep only what stays for a moment. */
const mostTries = 5;

/** Replaces a text where it has another, and removes what a killed run left beside it. */
export async function replaceText(places: Places, file: string, text: string): Promise<void> {
  if ((await ifPresent(readFile(file, "utf8"))) === text) return;
  await makeFolder(places, dirname(file));
  await sweepTemporariesOf(file);
  for (let tries = 1; ; tries += 1) {
    try {
      await replaceFile(file, text);
      return;
    } catch (error) {
      // another stack's process, which replaces the same file, took this one's temporary for that of a killed run
      if (tries === mostTries || !hasCode(error, "ENOENT")) throw error;
    }
  }
}

/** Undefined where the file is missing or damaged: it is made again then. */
export async function readJson<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  const text = await ifPresent(readFile(file, "utf8"));
  return schema.safeParse(jsonOrUndefined(text ?? "")).data;
}
