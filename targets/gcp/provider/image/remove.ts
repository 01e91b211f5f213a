import { UserError } from "../../../../images/model/errors.ts";
import { deleteImage, getImage } from "../../../../clients/gcp/images.ts";
import { deleteObject, getObject } from "../../../../clients/gcp/objects.ts";
import { isConflict } from "../../../../clients/gcp/refusal.ts";
import type { Session } from "../../../../clients/gcp/session.ts";
import { undefinedWhere } from "../../../../clients/undefined-where.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { imageNamed } from "../../../../storage/tree/find-image.ts";
import { requireTombstone } from "../../../../storage/tree/tombstone.ts";
import { refOf } from "../../model/names.ts";
import type { GcpImageOutputs } from "../../model/resources.ts";
import { gcpTargetName } from "../../model/target.ts";
import { projectsOf } from "../projects.ts";
import { isOurs } from "./find.ts";
import { forgetUpload } from "./record.ts";
import { objectNameOf } from "./upload.ts";

/** Deletes the image and what an upload left; only one whose removal was recorded before, or that was never ready. */
export async function remove(operation: Operation, olds: GcpImageOutputs): Promise<void> {
  const { locks, places, signal } = operation;
  const { project, image, name, digest } = olds;
  const session = await sessionOr(operation, olds);
  if (session === undefined) return;
  await locks.run(refOf(project, name), async () => {
    const found = await getImage(session, name, signal);
    const ours = found !== undefined && isOurs(found, { digest }) ? found : undefined;
    if (olds.ref !== null || ours?.status === "READY")
      await requireTombstone(places, imageNamed(image), { image, target: gcpTargetName(project) });
    if (ours !== undefined) await deleteImage(session, name, signal);
    const object = await getObject(session, objectNameOf(olds), signal);
    if (object !== undefined)
      await undefinedWhere(isConflict, deleteObject(session, objectNameOf(olds), object, signal));
    await forgetUpload(places, olds);
  });
}

/** A project that can no longer be reached is skipped if no image was ever completed there. */
async function sessionOr(operation: Operation, olds: GcpImageOutputs): Promise<Session | undefined> {
  const { signal, warn } = operation;
  try {
    return await projectsOf(operation).deletion(olds);
  } catch (error) {
    if (signal.aborted || olds.ref !== null || !(error instanceof UserError)) throw error;
    warn(
      `${error.message}; nothing of ${olds.image} is known to be there, and what an upload may have left is private`,
    );
    return undefined;
  }
}
