import { UserError } from "../images/model/errors.ts";
import type { ObservedTarget } from "../images/plan/facts.ts";
import type { Phase } from "../images/tree/record.ts";
import type { ObservedCloud } from "./target.ts";

/** Limits of calls that only read: a cloud that answers more slowly is down. Milliseconds. */
export const readingLimits = { answer: 30_000, tries: 3 };

const wholeReading = 120_000;

/** Ends the reading of a whole cloud. */
export const readingSignal = (): AbortSignal => AbortSignal.timeout(wholeReading);

export const downCloud = (reason: string, ...warnings: string[]): ObservedCloud => ({
  observed: { state: "down", reason, damaged: new Map(), needed: new Map() } satisfies ObservedTarget,
  warnings,
});

/** Whether the reading took too long. */
export const isTimeout = (error: unknown): boolean => error instanceof DOMException && error.name === "TimeoutError";

/**
 * A cloud whose reading failed. One that cannot be reached is down. One that refuses us (rejected credentials, another account) is
 * down with a warning, unless it is required: then its refusal is thrown. Any other error is a fault of this program, and is thrown.
 */
export function downAfter(
  error: unknown,
  { name, required, unreachable }: { name: string; required: boolean; unreachable: boolean },
): ObservedCloud {
  if (unreachable || isTimeout(error)) return downCloud(reasonOf(error));
  if (!(error instanceof UserError) || required) throw error;
  return downCloud(reasonOf(error), `${name} is left out: ${error.message}`);
}

/** A part of the plan's reasons: without remedy and path, so that it stays the same while the cause does. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof UserError)) return `no answer within ${wholeReading / 1000} s`;
  const [problem] = error.problems;
  return problem === undefined
    ? error.message
    : [problem.value, problem.expected].filter((text) => text !== "" && text !== "success").join(", expected ");
}

/** Whether a cloud is compared with an image's record. In the other phases nobody relies on what it has. */
export const isCompared = (phase: Phase): boolean => phase !== "gone" && phase !== "failed";
