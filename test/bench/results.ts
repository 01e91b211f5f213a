import type { Result } from "./bench.ts";
import { columns } from "../../images/model/text/columns.ts";

/** The results as people read them. */
export function resultTable(results: readonly Result[]): string {
  const rows = results.map(({ name, ratio, goal, seconds, against }) => [
    name,
    shortNumber(ratio),
    shortNumber(goal),
    `${shortNumber(seconds)} s`,
    ratio <= goal ? "met" : "missed",
    against,
  ]);
  return columns([["bench", "ratio", "goal", "ours", "", "against"], ...rows]).join("\n");
}

/** Two decimals; smaller values have two significant digits. */
const shortNumber = (value: number): string => (value < 0.1 ? String(Number(value.toPrecision(2))) : value.toFixed(2));

/** The results as programs read them. */
export const resultJson = (results: readonly Result[]): string =>
  JSON.stringify(
    results.map(({ name, ratio, goal, seconds, against }) => ({ name, ratio, goal, seconds, against })),
    null,
    2,
  );
