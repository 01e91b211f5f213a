import { tableOf } from "../../images/approval/plan-lines.ts";
import type { Publications } from "../publications.ts";
import { hasGateClosed } from "./saved-plan/gates.ts";
import type { Ending } from "./run.ts";

/** The run of an engine, and the world that it is planned from. */
export interface Runs {
  run: (wanted: Publications) => Promise<Ending>;
  read: () => Promise<Publications>;
}

/**
 * A run whose records lead to another table than it was made for is planned again and run once more: a gate closed, or
 * the world changed under it.
 */
export async function runUntilSettled(
  before: Publications,
  { run, read }: Runs,
): Promise<{ ending: Ending; after: Publications }> {
  const ending = await run(before);
  const after = await read();
  const asPlanned = tablesOf(before) === tablesOf(after) && !(ending === "failed" && gateClosedBetween(before, after));
  if (ending === "refused" || ending === "interrupted" || asPlanned) return { ending, after };
  console.log("\nthe run ended differently than planned: planning again from the records, then running once more\n");
  return { ending: await run(after), after: await read() };
}

/** A held image stays held when its gate closes for today, so no table shows that; but the run stopped there. */
const gateClosedBetween = (before: Publications, after: Publications): boolean =>
  after.publications.some(({ name, plan }) => {
    const earlier = before.publications.find((publication) => publication.name === name);
    return earlier !== undefined && hasGateClosed(earlier.plan, plan);
  });

const tablesOf = ({ publications }: Publications): string => tableOf(publications.map(({ plan }) => plan)).join("\n");
