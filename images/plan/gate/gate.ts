import { addDays, formatDay, type Day } from "../../model/day.ts";
import type { Member } from "../../model/image.ts";
import type { GateState } from "../types.ts";
import type { Attempt } from "../../tree/record.ts";

/** The result of an image's recorded attempts. */
export type Verdict =
  | { state: "passed"; flaky: boolean }
  /** It can never pass. */
  | { state: "failed"; reason: string }
  /** It may pass, but not in this run. */
  | { state: "waiting"; reason: string }
  /** Decided during this update. */
  | { state: "undecided" };

const failuresAllowed = 2;

/**
 * An attempt that the infrastructure broke does not count. A failed attempt is repeated on another day, up to three attempts.
 *
 * @param flakyPasses whether a pass after a failure is enough: always for a daily, for a release once a person accepted it
 */
export function verdictOf(attempts: readonly Attempt[], today: Day, flakyPasses: boolean): Verdict {
  const decided = attempts.filter(({ outcome }) => outcome !== "broken");
  const last = decided.at(-1);
  if (last === undefined) return { state: "undecided" };
  const final = decided.find((attempt) => attempt.outcome === "failed" && attempt.final);
  if (final !== undefined) return { state: "failed", reason: sayFailure(final) };

  const failures = decided.filter(({ outcome }) => outcome === "failed");
  const [first] = failures;
  if (first === undefined) return { state: "passed", flaky: false };
  if (last.outcome === "failed") {
    const again = afterFailure(failures.length, last, today);
    if (again !== undefined) return again;
  }
  // the same text before and after the pass: the run that passes must not change the reason
  if (!flakyPasses) return { state: "waiting", reason: `${sayFailure(first)}; a pass after that needs acceptFlaky` };
  return last.outcome === "passed" ? { state: "passed", flaky: true } : { state: "undecided" };
}

/** Undefined when it may be tried again now. */
function afterFailure(failures: number, last: Attempt, today: Day): Verdict | undefined {
  if (failures > failuresAllowed) return { state: "failed", reason: `${sayFailure(last)}, for the third time` };
  if (last.day < today) return undefined;
  return { state: "waiting", reason: `${sayFailure(last)}; tried again on ${formatDay(addDays(today, 1))}` };
}

function sayFailure({ day, findings }: Attempt): string {
  const [first] = findings;
  return `failed on ${formatDay(day)}${first === undefined ? "" : ` (${first})`}`;
}

export interface Gate {
  state: GateState;
  reason: string;
  /** Required images that no build has brought yet. */
  missing: readonly Member[];
}

/** The gate of a set: required images open it together. `verdict` gives null for an image that is missing. */
export function gateOf(required: readonly Member[], verdict: (member: Member) => Verdict | null): Gate {
  const missing: Member[] = [];
  const failed: string[] = [];
  const waiting: string[] = [];
  const flaky: Member[] = [];
  let undecided = false;
  for (const member of required) {
    const found = verdict(member);
    if (found === null) missing.push(member);
    else if (found.state === "failed") failed.push(`${member} ${found.reason}`);
    else if (found.state === "waiting") waiting.push(`${member} ${found.reason}`);
    else if (found.state === "undecided") undecided = true;
    else if (found.flaky) flaky.push(member);
  }
  if (failed.length > 0) return { state: "closed", reason: failed.join("; "), missing };
  if (missing.length > 0) waiting.unshift(`${missing.join(", ")} missing`);
  if (waiting.length > 0) return { state: "waiting", reason: waiting.join("; "), missing };
  if (undecided) return { state: "assumed", reason: "tests run during this update", missing };
  const remark = flaky.length === 0 ? "" : `; flaky: ${flaky.join(", ")}`;
  return { state: "open", reason: `every required image passed${remark}`, missing };
}
