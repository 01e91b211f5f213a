/** As the kernel begins its lines, in seconds of its own clock. */
const stamp = /^\[ *(\d+\.\d{6})\]/gm;

/** Lines that a kernel writes before its clock begins are fewer. */
const enough = 20;

/** Whether the kernel has said a lot, and all of it at one time: its clock does not tick. */
export function isStandingStill(console: string): boolean {
  const stamps = [...console.matchAll(stamp)].map(([, seconds]) => seconds);
  return stamps.length >= enough && new Set(stamps).size === 1;
}
