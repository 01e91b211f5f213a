import type { ImageRecord } from "../../../images/record.ts";
import type { ImageFilesInputs, ImageFilesOutputs } from "../../../images/resources.ts";
import { sha256OfText } from "../../../storage/hash.ts";

/** The outcomes that no later run changes. Any other says what is wrong for now, and is tried again. */
export const isSettled = (outcome: string): boolean => outcome === "passed" || outcome === "failed";

export const madeOutputs = (news: ImageFilesInputs, record: ImageRecord): ImageFilesOutputs => ({
  ...news,
  outcome: record.attempts.at(-1)?.outcome === "failed" ? "failed" : "passed",
  record: contentOf(record),
});

export const brokenOutputs = (news: ImageFilesInputs, error: unknown): ImageFilesOutputs => ({
  ...news,
  outcome: `broken: ${error instanceof Error ? error.message : String(error)}`,
  record: "",
});

/** What was made, without where it stands: the same in staging, in the tree and in quarantine. */
function contentOf({ name, digest, packages, files, attempts }: ImageRecord): string {
  return sha256OfText(JSON.stringify({ name, digest, packages, files, attempts }));
}
