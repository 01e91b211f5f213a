import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Problem } from "../../images/model/errors.ts";
import { handOverClouds } from "../../stacks/publication/facts/clouds.ts";
import { handOver } from "../../stacks/publication/facts/security/handed.ts";
import { dueOf, type Due } from "../../stacks/publication/guard-rule.ts";
import { policyArgs } from "../engine/policy.ts";
import { showInline } from "../engine/inline.ts";
import type { Session } from "../engine/session.ts";
import { readState, type StackState } from "../engine/state/state.ts";
import type { Publications } from "../publications.ts";
import { unexplained } from "./saved-plan/due.ts";
import { unknownResources } from "./saved-plan/unknown-resources.ts";
import { removalsIn } from "./saved-plan/saved-plan.ts";
import { stuckIn, stuckProblems } from "./stuck.ts";
import { refusalLines } from "./end/summary.ts";
import { refuseLockTaken } from "./lock-taken.ts";
import { leavesUnchanged } from "./saved-plan/unchanged.ts";
import { twinProblems, twinsIn } from "./saved-plan/twins.ts";

/** How a run of the engine ended. After `failed` the command plans again; `refused` and `interrupted` end it. */
export type Ending = "done" | "failed" | "refused" | "interrupted";

/** Previews the run, checks it, and lets the engine do exactly that, unless it would leave the state as it was read before. */
export async function run(session: Session, state: StackState, wanted: Publications): Promise<Ending> {
  return inTemporaryFolder(async (folder) => {
    const saved = path.join(folder, "plan.json");
    const previewed = await preview(quiet(session), wanted, saved);
    if (previewed !== "done" || leavesUnchanged(await readFile(saved, "utf8"), state)) return previewed;
    return carryOut(session, saved);
  });
}

/** A temporary folder for the engine's plan, which may name images that are not public yet. */
export async function inTemporaryFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-plan-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Hides the stack's outputs, which are for programs. */
export const quiet = (session: Session): Session => ({
  ...session,
  updateArgs: [...session.updateArgs, "--suppress-outputs"],
});

/** Lets the engine carry out its saved plan. */
export async function carryOut(
  session: Session,
  saved: string,
  show = showInline,
): Promise<Exclude<Ending, "refused">> {
  const env = { ...session.env, PULUMI_EXPERIMENTAL: "1" };
  const args = ["up", ...quiet(session).updateArgs, "--yes", "--skip-preview", "--plan", saved];
  const ran = await handOver(() => show(args, env));
  refuseLockTaken(ran, session.stack);
  if (ran.interrupted) return "interrupted";
  return ran.ok ? "done" : "failed";
}

/** Shows what the engine would do, and refuses deletions that are not due; saves the engine's plan to a file. */
export async function preview(
  session: Session,
  wanted: Publications,
  saved: string,
  show = showInline,
): Promise<Exclude<Ending, "failed">> {
  const args = ["preview", ...session.updateArgs, ...policyArgs, "--save-plan", saved];
  const previewed = await handOver(() => handOverClouds(() => show(args, session.env)));
  if (previewed.interrupted) return "interrupted";
  if (previewed.ok) return removesOnlyWhatIsDue(session, wanted, await readFile(saved, "utf8"));
  const state = await readState(session.stack, session.env);
  const due = dueIn(wanted);
  return refuse([
    ...unknownResources(state.resources, due),
    ...stuckProblems(stuckIn(state, due), { stack: session.stack, channel: session.settings.channel }),
    ...twinProblems(twinsIn(state.resources), session.stack),
  ]);
}

/** Refuses an engine's plan that deletes a resource which is not due. */
export async function removesOnlyWhatIsDue(
  session: Session,
  wanted: Publications,
  savedPlan: string,
): Promise<"done" | "refused"> {
  const removals = removalsIn(savedPlan);
  if (removals.length === 0) return "done";
  const { resources } = await readState(session.stack, session.env);
  const removed = new Set(removals.map(({ urn }) => urn));
  const twins = twinsIn(resources).filter(({ urn }) => removed.has(urn));
  const refusals = [...unexplained(removals, dueIn(wanted), resources), ...twinProblems(twins, session.stack)];
  return refusals.length === 0 ? "done" : refuse(refusals);
}

function refuse(refusals: readonly Problem[]): "refused" {
  for (const line of refusalLines(refusals)) console.error(line);
  return "refused";
}

/** The deletions that the plans name. */
export function dueIn({ publications }: Publications): Due {
  const tombstones = publications.flatMap(({ facts }) => facts.tombstones);
  return dueOf(
    publications.map(({ plan }) => plan),
    tombstones,
  );
}
