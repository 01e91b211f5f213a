import { z } from "zod";
import { inStaging, type Places } from "../../../../storage/tree/places.ts";
import { programDigest } from "./program-digest.ts";
import { readJson, replaceText } from "../texts.ts";

/**
 * Staging remembers the digest of the program that wrote a channel's pages and lists: another program may write them differently.
 */

const memorySchema = z.object({ digest: z.string() });

const fileOf = (places: Places, memory: string): string => inStaging(places, `${memory}/program.json`);

/** @param memory the folder in staging that remembers the channel's pages */
export const rememberProgram = async (places: Places, memory: string): Promise<void> =>
  replaceText(places, fileOf(places, memory), `${JSON.stringify({ digest: await programDigest() })}\n`);

export async function isOfThisProgram(places: Places, memory: string): Promise<boolean> {
  const written = await readJson(fileOf(places, memory), memorySchema);
  return written?.digest === (await programDigest());
}

export const programFindings = async (places: Places, memory: string): Promise<string[]> =>
  (await isOfThisProgram(places, memory))
    ? []
    : ["the pages and lists were written by another version of this program"];
