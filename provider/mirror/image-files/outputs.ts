import { contentOf, diskDigests, outcomeOf } from "../../../images/tree/made.ts";
import type { ImageRecord } from "../../../images/tree/record.ts";
import type { ImageFilesInputs, ImageFilesOutputs } from "../../../images/tree/resources.ts";

/** The final outcomes. Any other names a problem, and the next run tries again. */
export const isSettled = (outcome: string): boolean => outcome === "passed" || outcome === "failed";

export const madeOutputs = (news: ImageFilesInputs, record: ImageRecord): ImageFilesOutputs => ({
  ...news,
  outcome: outcomeOf(record),
  record: contentOf(record),
  ...(news.making !== undefined && { files: diskDigests(record) }),
});

export const brokenOutputs = (news: ImageFilesInputs, error: unknown): ImageFilesOutputs => ({
  ...news,
  outcome: `broken: ${error instanceof Error ? error.message : String(error)}`,
  record: "",
});
