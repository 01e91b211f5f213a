import type { Report } from "./types.ts";

/** One page that needs nothing beside itself. */
export function reportHtml({ stack }: Report): string {
  return stack;
}
