/** The time stamp at the start of a kernel line, in seconds since boot. */
const stamp = /^\[ *(\d+\.\d{6})\]/gm;

/** A kernel writes fewer lines than this before its clock starts. */
const enough = 20;

/** Whether many kernel lines have the same time stamp: the clock does not tick. */
export function hasStopped(console: string): boolean {
  const stamps = [...console.matchAll(stamp)].map(([, seconds]) => seconds);
  return stamps.length >= enough && new Set(stamps).size === 1;
}
