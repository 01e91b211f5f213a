import type { Result } from "./bench.ts";
import { columns } from "../../images/columns.ts";

/** For people. */
export function resultTable(results: readonly Result[]): string {
  const rows = results.map(({ name, ratio, goal, seconds, against }) => [
    name,
    ratio.toFixed(2),
    goal.toFixed(2),
    `${seconds.toFixed(2)} s`,
    ratio <= goal ? "met" : "missed",
    against,
  ]);
  return columns([["bench", "ratio", "goal", "ours", "", "against"], ...rows]).join("\n");
}

/** For programs. */
export const resultJson = (results: readonly Result[]): string =>
  JSON.stringify(
    results.map(({ name, ratio, goal, seconds, against }) => ({ name, ratio, goal, seconds, against })),
    null,
    2,
  );
