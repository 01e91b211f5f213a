import { createHash } from "node:crypto";

/**
 * The id that these words always give. Azure wants ids of the caller for roles and assignments: a random one would make a twin after a
 * lost reply, which Azure refuses for good.
 */
export function guidOf(...words: string[]): string {
  const hex = createHash("sha256").update(words.join("\n")).digest("hex");
  // version 8, of the caller's own making (RFC 9562)
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
