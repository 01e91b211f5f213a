import { createHash } from "node:crypto";

/**
 * An id derived from these words. Azure lets the caller choose the ids of roles and assignments. After a lost reply a random id would
 * ask for a second assignment, which Azure refuses for good.
 */
export function guidOf(...words: string[]): string {
  const hex = createHash("sha256").update(words.join("\n")).digest("hex");
  // version 8, of the caller's own making (RFC 9562)
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
