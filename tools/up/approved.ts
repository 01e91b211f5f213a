import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Approval } from "../../images/approval/approval.ts";
import { begunOf, begunText, tableDigest, type Begun } from "../../images/approval/begun.ts";
import { departures, differences, stackDifference, unapprovedSteps } from "../../images/approval/differences.ts";
import { tableOf } from "../../images/approval/plan-lines.ts";
import { formatDay } from "../../images/model/day.ts";
import { UserError, type Problem } from "../../images/model/errors.ts";
import { approvalVariable, onDayOf } from "../../stacks/publication/facts/approval.ts";
import { readApproval, readBegun } from "../../storage/approvals.ts";
import { markBegun, removeMarker } from "../../storage/begun.ts";
import { approvable, bareName } from "../approval/approvable.ts";
import type { EngineOptions } from "../engine/options.ts";
import { openSession, type Session } from "../engine/session.ts";
import { readPublications, type Publications } from "../publications.ts";
import { ensurePrograms } from "../setup/programs.ts";
import { bootPrograms } from "./boot-programs.ts";
import { finish, type UpResult } from "./end/finish.ts";
import { leftForLater } from "./left-for-later.ts";
import { refuseFromAfar, refuseMissedWithdrawals } from "./preconditions.ts";
import { recover } from "./recover.ts";
import { refreshState } from "./refresh.ts";
import { notingRepairs, type Repairs } from "../../storage/repairs.ts";
import { carryOut, inTemporaryFolder, preview, quiet, removesOnlyWhatIsDue, type Ending } from "./run.ts";
import { changesIn } from "./saved-plan/saved-plan.ts";
import { refusalLines } from "./end/summary.ts";

/** Carries out an approved plan, or continues it after a kill. Throws a UserError before the first step if anything differs. */
export async function upApproved(options: Omit<EngineOptions, "refresh">, file: string): Promise<UpResult> {
  const approval = await readApproval(file);
  const opened = await openSession({ ...options, rest: [...approval.arguments, ...options.rest] });
  return notingRepairs((repairs) => upNoting(opened, approval, { file, repairs }));
}

async function upNoting(
  opened: Session,
  approval: Approval,
  { file, repairs }: { file: string; repairs: () => Repairs },
): Promise<UpResult> {
  const stack = bareName(opened.stack);
  refuse(stackDifference(approval, { stack }));
  await recover(opened);

  const begun = await readBegun(opened.places, stack);
  const goesOn = begun?.approval === approval.seal;
  const session = goesOn ? onApprovedDay(opened, approval) : opened;
  const before = await readPublications(session.settings);
  refuseFromAfar(before, session);
  refuseMissedWithdrawals(before);
  await ensurePrograms(bootPrograms(before));
  const now = await approvable(session, before);
  refuse(goesOn ? departures(approval, now) : [...rivals(begun, approval), ...differences(approval, now)]);

  const handed = handTo(onApprovedDay(opened, approval), file);
  let ending = await (goesOn ? goOn(handed, before, approval) : begin(handed, before, { approval, begun }));
  let after = await readPublications(handed.settings);
  // what was approved is not all there yet
  if (ending === "done" && leftForLater(after).length > 0) {
    ending = await goOn(handed, after, approval);
    after = await readPublications(handed.settings);
  }
  return finish({ before, after, ending, written: repairs() }, await settle(handed, approval, { ending, after }));
}

const onApprovedDay = (session: Session, approval: Approval): Session => ({
  ...session,
  settings: onDayOf(session.settings, approval),
});

const handTo = (session: Session, file: string): Session => ({
  ...session,
  env: { ...session.env, [approvalVariable]: path.resolve(file) },
});

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new UserError(...problems);
}

/** An approval that is begun must be finished with its own file, or with an approval whose preview knew of it. */
function rivals(begun: Begun | undefined, { seal, table, replaces }: Approval): Problem[] {
  const begunOtherwise = begun !== undefined && begun.approval !== seal && begun.approval !== replaces;
  if (!begunOtherwise || begun.table === tableDigest(table)) return [];
  return [inProgress(begun)];
}

const inProgress = ({ stack, day }: Begun): Problem => ({
  where: `stack ${stack}`,
  value: `another approval, of ${formatDay(day)}, is begun and not done`,
  expected: "no other approval in progress, since this one was previewed before it",
  remedy: "run that one again, or preview again: the new approval replaces it",
});

interface ToBegin {
  approval: Approval;
  /** What was in progress when the approval was checked. */
  begun: Begun | undefined;
}

/** Carries out exactly the engine's plan that was approved. */
async function begin(session: Session, before: Publications, { approval, begun }: ToBegin): Promise<Ending> {
  if ((await removesOnlyWhatIsDue(session, before, approval.engine)) === "refused") return "refused";
  return inTemporaryFolder(async (folder) => {
    const saved = path.join(folder, "plan.json");
    await writeFile(saved, approval.engine, { mode: 0o600 });
    const other = await markBegun(session.places, approval, begun);
    if (other !== undefined) refuse([inProgress(other)]);
    if (approval.refresh) await refreshState(session);
    return carryOut(session, saved);
  });
}

/** Carries out the rest of an approved plan. The engine plans again, because its saved plan has steps that are done. */
async function goOn(session: Session, before: Publications, approval: Approval): Promise<Ending> {
  console.log(`going on with what was approved on ${formatDay(approval.day)}`);
  if (approval.refresh) await refreshState(session);
  return inTemporaryFolder(async (folder) => {
    const saved = path.join(folder, "plan.json");
    const previewed = await preview(quiet(session), before, saved);
    if (previewed !== "done") return previewed;
    const strange = unapprovedSteps(approval.steps, changesIn(await readFile(saved, "utf8")));
    for (const line of refusalLines(strange)) console.error(line);
    return strange.length > 0 ? "refused" : carryOut(session, saved);
  });
}

/**
 * Ends the approval, unless running the same file again can still reach what was approved. Returns remarks for people.
 */
async function settle(
  { places }: Session,
  approval: Approval,
  { ending, after }: { ending: Ending; after: Publications },
): Promise<string[]> {
  if (ending === "refused") return [];
  const reached = tableOf(after.publications.map(({ plan }) => plan)).join("\n") === approval.table.join("\n");
  if (reached && ending !== "done") return [];
  await removeMarker(places, approval.stack, begunText(begunOf(approval)));
  return reached ? [] : ["the run ended differently than approved: preview again, then approve the rest"];
}
