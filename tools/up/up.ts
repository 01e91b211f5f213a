import { tableOfAll } from "../../images/approval/table.ts";
import { describeProblem, UserError } from "../../images/errors.ts";
import { unapproved } from "../../stacks/approval.ts";
import { removeBegun } from "../../storage/approvals.ts";
import { bareName } from "../approval/approvable.ts";
import type { EngineOptions } from "../engine/options.ts";
import { openSession, type Session } from "../engine/session.ts";
import { readPublications, type Publications } from "../publications.ts";
import { WrongUse } from "../setup/errors.ts";
import { exitCodeOf, outcomeOf, type ExitCode } from "./outcome.ts";
import { recover } from "./recover.ts";
import { refreshState } from "./refresh.ts";
import { run, type Ending } from "./run.ts";
import { summary } from "./summary.ts";

/** What a person is told first, of how the engine ended. */
const endings: Record<Ending, readonly string[]> = {
  done: [],
  failed: ["the run failed, and said why above; start it again when that is put right: it continues"],
  refused: ["nothing was run: the preview failed or was refused, and said why above"],
  interrupted: ["stopped; start it again: it continues"],
};

export interface UpResult {
  code: ExitCode;
  /** The world after the run. */
  after: Publications;
}

/** Makes the world match the plan, whatever happened before: continues a killed run, publishes, hides and removes. */
export async function up({ refresh, ...options }: EngineOptions): Promise<UpResult> {
  const session = await openSession(options);
  const stack = bareName(session.stack);
  const refused = unapproved(stack, session.settings.channel);
  if (refused !== undefined) throw new WrongUse(describeProblem(refused));
  await recover(session);
  // the plan that is made next is enforced against the state, so what refreshing changes there has to be done by then
  if (refresh) await refreshState(session);

  const before = await readPublications(session.settings);
  refuseFromAfar(before, session);
  // what an approved run had begun goes on as this run plans it
  await removeBegun(session.places, stack);
  const { ending, after } = await runUntilSettled(session, before);
  return finish({ before, after, ending });
}

/** Tells how a run ended, and what there is to say besides. */
export function finish(
  { before, after, ending }: { before: Publications; after: Publications; ending: Ending },
  remarks: readonly string[] = [],
): UpResult {
  const outcome = outcomeOf(before, after);
  console.log(["", ...endings[ending], ...remarks, ...summary(outcome)].join("\n"));
  return { code: exitCodeOf(outcome, ending === "done"), after };
}

/**
 * A run whose records lead to another table than it was made for is planned again and run once more: a gate closed, or
 * the world changed under it.
 */
async function runUntilSettled(session: Session, before: Publications) {
  const ending = await run(session, before);
  const after = await readPublications(session.settings);
  if (ending === "refused" || ending === "interrupted" || tablesOf(before) === tablesOf(after))
    return { ending, after };
  console.log("\nthe run came out otherwise than planned: planning again from the records, and running once more\n");
  return { ending: await run(session, after), after: await readPublications(session.settings) };
}

const tablesOf = ({ publications }: Publications): string =>
  tableOfAll(publications.map(({ plan }) => plan)).join("\n");

export function refuseFromAfar({ remote }: Publications, { settings }: Session): void {
  if (!remote) return;
  throw new UserError({
    where: "cloud-images:mirror.root",
    value: settings.mirror.root,
    expected: "the served tree on a local path, since a run writes into it",
    remedy: "run where the tree is; npm run preview and npm run explain work from afar",
  });
}
