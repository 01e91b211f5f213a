import { createHash } from "node:crypto";
import type { SecurityFacts } from "../../../../images/releases/security/types.ts";
import { Handed } from "../handed.ts";
import type { SecurityNeed } from "./index.ts";

/** Security data, so that a command and its program wait only once for a server that does not answer. */
const handed = new Handed<SecurityFacts>();

/** The data that was handed over, else the data that `ask` reads. */
export const handedOrRead = (need: SecurityNeed, ask: () => Promise<SecurityFacts>): Promise<SecurityFacts> =>
  handed.orRead(keyOf(need), ask);

/** Hands over the data that was read so far to what is done meanwhile. */
export const handOver = <Result>(work: () => Promise<Result>): Promise<Result> => handed.handOver(work);

function keyOf({ suite, arches, packages, sources }: SecurityNeed): string {
  const parts = [suite, ...[arches, packages, sources].map((each) => [...each].toSorted().join(" "))];
  return createHash("sha256").update(parts.join("\n")).digest("hex");
}
