import type { Report, ReportInput } from "./types.ts";

/** What is about to happen, and why, from the plans and the engine's own steps. */
export function reportOf({ stack, day, warnings }: ReportInput): Report {
  return {
    stack,
    day,
    publications: [],
    refusals: [],
    warnings,
    engine: { operations: {}, unexplained: [], missing: [] },
  };
}
