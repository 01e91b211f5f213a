import { describeProblem, UserError } from "../../images/model/errors.ts";
import { unapproved } from "../../stacks/publication/approval.ts";
import { readMarker } from "../../storage/approvals.ts";
import { removeMarker } from "../../storage/begun.ts";
import { bareName } from "../approval/approvable.ts";
import type { EngineOptions } from "../engine/options.ts";
import { openSession, type Session } from "../engine/session.ts";
import { readPublications, type Publications } from "../publications.ts";
import { WrongUse } from "../setup/errors.ts";
import { ensurePrograms } from "../setup/programs.ts";
import { bootPrograms } from "./boot-programs.ts";
import { finish, type UpResult } from "./end/finish.ts";
import { refuseFromAfar, refuseLostTree, refuseMissedWithdrawals } from "./preconditions.ts";
import { recover } from "./recover.ts";
import { refreshState } from "./refresh.ts";
import { notingRepairs, type Repairs } from "../../storage/repairs.ts";
import { run, dueIn } from "./run.ts";
import { runUntilSettled } from "./until-settled.ts";
import { askPulumi } from "../engine/pulumi.ts";
import type { StackState } from "../engine/state/state.ts";
import { partsOfUrn } from "../engine/urn.ts";
import { untilFree } from "./lock-taken.ts";
import { stuckIn, stuckProblems } from "./stuck.ts";

/** Makes the world match the plan, whatever happened before: publishes, hides and removes images, and continues a killed run. */
export async function up({ refresh, ...options }: EngineOptions): Promise<UpResult> {
  const session = await openSession(options);
  const stack = bareName(session.stack);
  const refused = unapproved(stack, session.settings.channel);
  if (refused !== undefined) throw new WrongUse(describeProblem(refused));
  return untilFree(() => upOnce(session, refresh));
}

const upOnce = (session: Session, refresh: boolean): Promise<UpResult> =>
  notingRepairs((repairs) => upNoting(session, refresh, repairs));

async function upNoting(session: Session, refresh: boolean, repairs: () => Repairs): Promise<UpResult> {
  const state = await recover(session);
  if (refresh) {
    refuseLostTree(await readPublications(session.settings), state, session);
    // before the plan is made: the engine checks it against the state
    await refreshState(session);
  }

  const before = await readPublications(session.settings);
  refuseFromAfar(before, session);
  refuseLostTree(before, state, session);
  refuseMissedWithdrawals(before);
  await ensurePrograms(bootPrograms(before));
  await unprotectStuck(session, state, before);
  const stack = bareName(session.stack);
  const begun = await readMarker(session.places, stack);
  const { ending, after } = await runUntilSettled(before, {
    run: (wanted) => run(session, state, wanted),
    read: () => readPublications(session.settings),
  });
  // this run has done by its own plan what an approved run left undone; where that one goes on, the engine was locked
  if (begun !== undefined) await removeMarker(session.places, stack, begun);
  return finish({ before, after, ending, written: repairs() });
}

/** Removes the protection of resources that are due, so that the engine does not refuse the run. */
async function unprotectStuck(
  { stack, env, settings }: Session,
  state: StackState,
  publications: Publications,
): Promise<void> {
  const urns = stuckIn(state, dueIn(publications));
  if (urns.length === 0) return;
  for (const urn of urns) console.log(`no longer protected, since it is due for deletion: ${partsOfUrn(urn).name}`);
  const { ok } = await askPulumi(["state", "unprotect", ...urns, "--yes", "--stack", stack], env);
  if (!ok) throw new UserError(...stuckProblems(urns, { stack, channel: settings.channel }));
}
