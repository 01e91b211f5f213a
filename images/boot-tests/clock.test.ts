import { expect, it } from "vitest";
import { hasStopped } from "./clock.ts";

const lines = (count: number, secondsOf: (line: number) => number): string =>
  Array.from({ length: count }, (_, line) => `[${secondsOf(line).toFixed(6).padStart(12)}] line ${line}`).join("\n");

it.each([
  ["a kernel that says all at one time", lines(60, () => 0), true],
  ["one whose clock stopped later on", lines(60, () => 4.25), true],
  ["one whose clock ticks", lines(60, (line) => line / 100), false],
  ["one that stops before it says much", lines(5, () => 0), false],
  ["a console without a kernel", "BdsDxe: No bootable option or device was found.", false],
])("%s", (_case, console, stands) => {
  expect(hasStopped(console)).toBe(stands);
});
