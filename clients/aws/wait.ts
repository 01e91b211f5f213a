import { setTimeout } from "node:timers/promises";

interface Waiting {
  /** Milliseconds between two looks, and in all. */
  pause: number;
  most: number;
  signal: AbortSignal;
}

/** Looks until there is something to see; undefined where there was nothing in time. */
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
