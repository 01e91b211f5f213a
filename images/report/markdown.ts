import type { Report } from "./types.ts";

/** For a comment on a GitLab merge request. */
export function reportMarkdown({ stack }: Report): string {
  return stack;
}
