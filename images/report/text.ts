import type { Report } from "./types.ts";

/** For a terminal of about 100 columns. */
export function reportText({ stack }: Report): string[] {
  return [stack];
}
