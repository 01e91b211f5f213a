import { setTimeout } from "node:timers/promises";
import { codeOf } from "../../../storage/files/fault.ts";
import type { EbsLimits } from "./limits.ts";

/** AWS: "always retry 5xx, ThrottlingException, RequestThrottledException"; the other names are those of its gateways. */
const throttles: ReadonlySet<string> = new Set([
  "RequestThrottledException",
  "RequestThrottled",
  "ThrottlingException",
  "Throttling",
  "ThrottledException",
  "TooManyRequestsException",
  "RequestLimitExceeded",
  "BandwidthLimitExceeded",
  "SlowDown",
  "PriorRequestNotComplete",
]);

/** No whole answer came: the connection broke, or this attempt's time was over, which the SDK calls an abort. */
const broken: ReadonlySet<string> = new Set([
  "AbortError",
  "TimeoutError",
  "ECONNRESET",
  "ECONNREFUSED",
  "EPIPE",
  "ETIMEDOUT",
  "EAI_AGAIN",
]);

export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "");

/** The HTTP status that AWS answered with; undefined where it did not answer. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("$metadata" in error)) return undefined;
  const { $metadata: metadata } = error;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return undefined;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : undefined;
}

/** Whether the same call may succeed a little later. */
export function mayPass(error: unknown): boolean {
  const status = statusOf(error) ?? 0;
  if (status >= 500 || status === 429 || throttles.has(nameOf(error))) return true;
  return broken.has(nameOf(error)) || broken.has(codeOf(error) ?? "");
}

export interface Repetition {
  signal: AbortSignal;
  limits: EbsLimits;
  /** Whether another attempt may succeed; their number is limited. */
  passes?: (error: unknown) => boolean;
  /** Whether another attempt may succeed and does not count: the caller limits these by time. */
  waits?: (error: unknown) => boolean;
}

/** Repeats a call that may be repeated, with longer and longer pauses of random length, so that workers do not come together. */
export async function repeated<Result>(
  call: () => Promise<Result>,
  { signal, limits, passes = mayPass, waits = () => false }: Repetition,
): Promise<Result> {
  let tried = 0;
  for (let longest = limits.pause; ; longest = Math.min(limits.longestPause, 2 * longest)) {
    try {
      return await call();
    } catch (error) {
      signal.throwIfAborted();
      if (!waits(error)) {
        tried += 1;
        if (!passes(error) || tried >= limits.tries) throw error;
      }
      await setTimeout(longest * (0.5 + Math.random() / 2), undefined, { signal });
    }
  }
}
