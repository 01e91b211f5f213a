import { setTimeout } from "node:timers/promises";
import type { ServiceRequest } from "./request.ts";
import type { Limits } from "./services/limits.ts";
import { Refusal } from "./refusal.ts";
import { Broken } from "./transport.ts";

/** Statuses after which the same call may succeed a little later. */
const passing: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

interface Try {
  request: Pick<ServiceRequest, "method" | "repeatable">;
  tried: number;
  limits: Limits;
}

/** Milliseconds to wait before the call is made again; undefined: it is not. */
export function pauseOf(error: unknown, { request, tried, limits }: Try): number | undefined {
  if (tried >= limits.tries || !mayPass(error, request.repeatable ?? request.method !== "POST")) return undefined;
  return limits.pause * 2 ** (tried - 1);
}

function mayPass(error: unknown, repeatable: boolean): boolean {
  if (error instanceof Broken) return repeatable || error.unsent;
  if (!(error instanceof Refusal) || error.status === null || !passing.has(error.status)) return false;
  return repeatable || error.status === 429;
}

/** Waits; throws the signal's reason when it is aborted. */
export async function until(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await setTimeout(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
