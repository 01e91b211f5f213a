import { cloudsOf } from "../clouds.ts";
import { UserError } from "../../../../images/model/errors.ts";
import type { GlanceImageOutputs } from "../../model/resources.ts";
import { openstackTargetName } from "../../model/target.ts";
import type { Connection } from "../../../../clients/openstack/connection.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { imageNamed } from "../../../../storage/tree/find-image.ts";
import { requireTombstone } from "../../../../storage/tree/tombstone.ts";
import { discard, imagesNamed, isOurs } from "./find.ts";

/** Deletes every upload of the image; only of one whose removal was recorded before, or of which nothing was ever whole. */
export async function remove(operation: Operation, olds: GlanceImageOutputs): Promise<void> {
  const { cloud, image } = olds;
  const { locks, places, signal } = operation;
  const connection = await connectedOr(operation, olds);
  if (connection === undefined) return;
  await locks.run(`${cloud}/${image}`, async () => {
    const ours = (await imagesNamed(connection, image, signal)).filter((found) => isOurs(found, olds));
    const neverWhole = olds.glanceId === null && ours.every(({ status }) => status !== "active");
    if (!neverWhole) await requireTombstone(places, imageNamed(image), { image, target: openstackTargetName(cloud) });
    for (const found of ours) await discard(connection, found, signal);
  });
}

/** A cloud that no longer answers is skipped if no upload was ever completed there. */
async function connectedOr(operation: Operation, olds: GlanceImageOutputs): Promise<Connection | undefined> {
  const { signal, warn } = operation;
  try {
    return await cloudsOf(operation).connection(olds, signal);
  } catch (error) {
    if (signal.aborted || olds.glanceId !== null || !(error instanceof UserError)) throw error;
    warn(
      `${error.message}; nothing of ${olds.image} is known to be there, and what an upload may have left is private`,
    );
    return undefined;
  }
}
