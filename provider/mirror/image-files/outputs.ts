import { contentOf, outcomeOf } from "../../../images/made.ts";
import type { ImageRecord } from "../../../images/record.ts";
import type { ImageFilesInputs, ImageFilesOutputs } from "../../../images/resources.ts";

/** The outcomes that no later run changes. Any other says what is wrong for now, and is tried again. */
export const isSettled = (outcome: string): boolean => outcome === "passed" || outcome === "failed";

export const madeOutputs = (news: ImageFilesInputs, record: ImageRecord): ImageFilesOutputs => ({
  ...news,
  outcome: outcomeOf(record),
  record: contentOf(record),
});

export const brokenOutputs = (news: ImageFilesInputs, error: unknown): ImageFilesOutputs => ({
  ...news,
  outcome: `broken: ${error instanceof Error ? error.message : String(error)}`,
  record: "",
});
