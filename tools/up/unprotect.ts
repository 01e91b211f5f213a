import { UserError } from "../../images/model/errors.ts";
import { askPulumi } from "../engine/pulumi.ts";
import type { Session } from "../engine/session.ts";
import type { StackState } from "../engine/state.ts";
import type { Publications } from "../publications.ts";
import { partsOfUrn } from "../engine/urn.ts";
import { dueIn } from "./run.ts";
import { stuckIn, stuckProblems } from "./stuck.ts";

/** Unprotects resources that are due, so that the engine does not refuse the run. */
export async function unprotectStuck(
  { stack, env }: Session,
  state: StackState,
  publications: Publications,
): Promise<void> {
  const urns = stuckIn(state, dueIn(publications));
  if (urns.length === 0) return;
  for (const urn of urns) console.log(`no longer protected, since nothing is behind it: ${partsOfUrn(urn).name}`);
  const { ok } = await askPulumi(["state", "unprotect", ...urns, "--yes", "--stack", stack], env);
  if (!ok) throw new UserError(...stuckProblems(urns, stack));
}
