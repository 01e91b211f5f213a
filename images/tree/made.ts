import { createHash } from "node:crypto";
import { isBoot } from "./attempts.ts";
import type { ImageRecord } from "./record.ts";

/** What came of making an image, for good: a failed one closes the gate of the set that requires it. */
export const outcomeOf = ({ attempts }: ImageRecord): "passed" | "failed" =>
  attempts.findLast((attempt) => !isBoot(attempt))?.outcome === "failed" ? "failed" : "passed";

/** The made files, without their place: the same in staging, in the tree and in quarantine. */
export function contentOf({ name, digest, packages, files, attempts }: ImageRecord): string {
  return createHash("sha256").update(JSON.stringify({ name, digest, packages, files, attempts })).digest("hex");
}
