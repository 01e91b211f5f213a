import { setTimeout } from "node:timers/promises";

interface Waiting {
  /** Milliseconds between two polls, and in all. */
  pause: number;
  most: number;
  signal: AbortSignal;
}

/** Polls until `look` returns a value; undefined where it returned none in time. */
export async function until<T>(
  look: () => Promise<T | undefined>,
  { pause, most, signal }: Waiting,
): Promise<T | undefined> {
  const end = performance.now() + most;
  for (;;) {
    const found = await look();
    if (found !== undefined || performance.now() >= end) return found;
    await setTimeout(Math.max(1, Math.min(pause, end - performance.now())), undefined, { signal });
  }
}
