import type { SourceState } from "../../../../images/releases/security/types.ts";

const gravest = ["missing", "stale", "not configured", "fresh"] as const;

/** The state of data from several places: the worst of them, with its reasons. */
export function combined(states: readonly SourceState[]): SourceState {
  const state = gravest.find((each) => states.some((one) => one.state === each)) ?? "missing";
  const reasons = new Set(
    states.filter((one) => one.state === state || one.state !== "fresh").map(({ reason }) => reason),
  );
  return { state, reason: [...reasons].join("; ") };
}
