import { createHash } from "node:crypto";
import { securityFactsSchema } from "../../../../images/releases/security/schema.ts";
import type { SecurityFacts } from "../../../../images/releases/security/types.ts";
import { Handed } from "../handed.ts";
import type { SecurityNeed } from "./index.ts";

/** Security data, so that a command and its program wait only once for a server that does not answer. */
const handed = new Handed<SecurityFacts>({
  variable: "CLOUD_IMAGES_SECURITY_FACTS",
  file: "security-facts",
  schema: securityFactsSchema,
});

/** The data that was handed over, else the data that `ask` reads. */
export const handedOrRead = (need: SecurityNeed, ask: () => Promise<SecurityFacts>): Promise<SecurityFacts> =>
  handed.orRead(keyOf(need), ask);

/** Writes the data that was read so far into the folder. Returns the environment variables for the program. */
export const handOver = (folder: string): Promise<NodeJS.ProcessEnv> => handed.handOver(folder);

function keyOf({ suite, arches, packages, sources }: SecurityNeed): string {
  const parts = [suite, ...[arches, packages, sources].map((each) => [...each].toSorted().join(" "))];
  return createHash("sha256").update(parts.join("\n")).digest("hex");
}
