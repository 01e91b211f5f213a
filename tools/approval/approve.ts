import { approvalApi, sealed, type Approval } from "../../images/approval/approval.ts";
import { readBegun } from "../../storage/approvals.ts";
import type { Session } from "../engine/session.ts";
import type { Publications } from "../publications.ts";
import { changesIn } from "../up/saved-plan.ts";
import { approvable } from "./approvable.ts";

/** What a preview showed, as something that can be run. */
export async function approvalOf(
  session: Session,
  wanted: Publications,
  how: Pick<Approval, "engine" | "refresh" | "arguments">,
): Promise<Approval> {
  const now = await approvable(session, wanted);
  const begun = await readBegun(session.places, now.stack);
  return sealed({
    apiVersion: approvalApi,
    kind: "Approval",
    ...now,
    ...how,
    steps: changesIn(how.engine),
    replaces: begun?.approval ?? null,
  });
}
