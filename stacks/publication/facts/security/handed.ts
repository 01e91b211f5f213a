import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { z } from "zod";
import { securityFactsSchema } from "../../../../images/releases/security/schema.ts";
import type { SecurityFacts } from "../../../../images/releases/security/types.ts";
import type { SecurityNeed } from "./index.ts";

/**
 * The environment variable that names a file with the security data that a command has read, for the program that it starts. Both
 * then plan from the same data, and wait only once for a server that does not answer.
 */
const handedVariable = "CLOUD_IMAGES_SECURITY_FACTS";

/** The data that this process has read, by the need that it was read for. */
const read = new Map<string, SecurityFacts>();

/** The data that was handed over, else the data that `ask` reads. */
export async function handedOrRead(need: SecurityNeed, ask: () => Promise<SecurityFacts>): Promise<SecurityFacts> {
  const key = keyOf(need);
  const handed = (await handedFacts()).get(key);
  if (handed !== undefined) return handed;
  const facts = await ask();
  read.set(key, facts);
  return facts;
}

/** Writes the data that was read so far into the folder. Returns the environment variables for the program. */
export async function handOver(folder: string): Promise<NodeJS.ProcessEnv> {
  if (read.size === 0) return {};
  const file = join(folder, "security-facts");
  await writeFile(file, serialize(read), { mode: 0o600 });
  return { [handedVariable]: file };
}

const handedSchema = z.map(z.string(), securityFactsSchema);

async function handedFacts(): Promise<ReadonlyMap<string, SecurityFacts>> {
  const file = process.env[handedVariable] ?? "";
  if (file === "") return new Map();
  const content: unknown = deserialize(await readFile(file));
  return handedSchema.parse(content);
}

function keyOf({ suite, arches, packages, sources }: SecurityNeed): string {
  const parts = [suite, ...[arches, packages, sources].map((each) => [...each].toSorted().join(" "))];
  return createHash("sha256").update(parts.join("\n")).digest("hex");
}
