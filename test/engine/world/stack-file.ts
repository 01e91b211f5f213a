import { readFile, writeFile } from "node:fs/promises";
import { parse, stringify } from "yaml";
import { z } from "zod";

/** Writes a stack's file. `config` has our keys without their namespace. */
export async function writeStackFile(file: string, config: Readonly<Record<string, unknown>>): Promise<void> {
  const keys = Object.entries(config).map(([key, value]): [string, unknown] => [`cloud-images:${key}`, value]);
  await writeFile(file, stringify({ ...(await engineKeys(file)), config: Object.fromEntries<unknown>(keys) }));
}

/** The keys that the engine itself keeps in a stack's file: what opens its secrets. */
const engineKeysSchema = z.object({
  encryptionsalt: z.string().optional(),
  secretsprovider: z.string().optional(),
  encryptedkey: z.string().optional(),
});

async function engineKeys(file: string): Promise<z.output<typeof engineKeysSchema>> {
  const text = await readFile(file, "utf8").catch(() => "{}");
  return engineKeysSchema.parse(parse(text));
}
