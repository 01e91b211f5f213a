import type { Approval } from "../../../images/approval/approval.ts";
import type { Begun } from "../../../images/approval/begun.ts";
import { readApproval, readBegun } from "../../../storage/approvals.ts";
import type { PublicationSettings } from "../../config.ts";

/** The environment variable by which `npm run up -- --plan FILE` hands the program its approval: the file's path. */
export const approvalVariable = "CLOUD_IMAGES_APPROVAL";

/** The approval that a run was started with. */
export interface Handed {
  approval: Approval;
  /** The approval that npm run up began to carry out, by the marker in staging. */
  begun: Begun | undefined;
}

/** Null where the engine was started without an approval. Throws a UserError where it cannot be read. */
export async function readHanded({ mirror }: PublicationSettings, stack: string): Promise<Handed | null> {
  const file = process.env[approvalVariable] ?? "";
  if (file === "") return null;
  const places = { tree: mirror.root, staging: mirror.staging };
  return { approval: await readApproval(file), begun: await readBegun(places, stack) };
}

/** The settings on the approval's day, which a run keeps that continues after midnight. */
export const onDayOf = (settings: PublicationSettings, { day }: Pick<Approval, "day">): PublicationSettings => ({
  ...settings,
  now: day,
});
