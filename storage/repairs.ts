import { appendFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { ifPresent } from "./files/fault.ts";

/*
 * What a run repairs in the tree. The engine starts a process of the provider to compare and another one to write, so both note in a
 * file what they saw and did, and the command reads it at its end.
 */

/** The environment variable that names the file. Without it nothing is noted. */
export const repairsVariable = "CLOUD_IMAGES_REPAIRS";

/** `found`: what differed from what was written last. `written`: the resource was written again. */
const noteSchema = z.union([
  z.strictObject({ urn: z.string(), found: z.array(z.string()) }),
  z.strictObject({ urn: z.string(), written: z.literal(true) }),
]);

export function noteFound(file: string | undefined, urn: string, found: readonly string[]): void {
  if (found.length > 0) note(file, { urn, found: [...found] });
}

export const noteWritten = (file: string | undefined, urn: string): void => note(file, { urn, written: true });

function note(file: string | undefined, noted: z.output<typeof noteSchema>): void {
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(noted)}\n`, { mode: 0o600 });
}

/** By URN, what was found and then written again. */
export async function readRepairs(file: string): Promise<Map<string, readonly string[]>> {
  const text = (await ifPresent(readFile(file, "utf8"))) ?? "";
  const found = new Map<string, Set<string>>();
  const repaired = new Map<string, readonly string[]>();
  for (const line of text.split("\n").filter((each) => each !== "")) {
    const noted = noteSchema.parse(JSON.parse(line));
    const known = found.get(noted.urn) ?? new Set();
    if ("found" in noted) found.set(noted.urn, new Set([...known, ...noted.found]));
    else if (known.size > 0) repaired.set(noted.urn, [...known]);
  }
  return repaired;
}
