import { tableOf } from "../../images/approval/plan-lines.ts";
import type { Publications } from "../publications.ts";
import { hasGateClosed } from "./end/gates.ts";
import { leftForLater } from "./left-for-later.ts";
import type { Ending } from "./run.ts";

/** Runs the engine, and reads what a run is planned from. */
interface Runs {
  run: (wanted: Publications) => Promise<Ending>;
  read: () => Promise<Publications>;
}

/**
 * Runs, then plans again from the records. If that gives another table, because a gate closed or the world changed
 * meanwhile, runs once more; so too where the run left something for later on purpose.
 */
export async function runUntilSettled(
  before: Publications,
  { run, read }: Runs,
): Promise<{ ending: Ending; after: Publications }> {
  const ending = await run(before);
  const after = await read();
  const asPlanned = tablesOf(before) === tablesOf(after) && !(ending === "failed" && gateClosedBetween(before, after));
  if (ending === "refused" || ending === "interrupted") return { ending, after };
  const left = ending === "done" ? leftForLater(after) : [];
  if (asPlanned && left.length === 0) return { ending, after };
  if (asPlanned) for (const each of left) console.log(`\nrunning once more: ${each}`);
  else
    console.log("\nthe run ended differently than planned: planning again from the records, then running once more\n");
  return { ending: await run(after), after: await read() };
}

/** If a gate closes for today, a held image stays held, so the tables are equal; but the run stopped at the gate. */
const gateClosedBetween = (before: Publications, after: Publications): boolean =>
  after.publications.some(({ name, plan }) => {
    const earlier = before.publications.find((publication) => publication.name === name);
    return earlier !== undefined && hasGateClosed(earlier.plan, plan);
  });

const tablesOf = ({ publications }: Publications): string => tableOf(publications.map(({ plan }) => plan)).join("\n");
