import { UserError } from "../../../../images/model/errors.ts";
import { debianProperties } from "../../model/properties.ts";
import type { GlanceImageInputs } from "../../model/resources.ts";
import type { Connection } from "../../../../clients/openstack/connection.ts";
import {
  findImages,
  patchImage,
  deleteImage,
  type GlanceImage,
} from "../../../../clients/openstack/services/glance.ts";
import { ifThere } from "../../../../clients/openstack/refusal.ts";

type Identity = Pick<GlanceImageInputs, "image" | "digest">;

export const isOurs = ({ name, properties }: GlanceImage, { image, digest }: Identity): boolean =>
  name === image && properties[debianProperties.digest] === digest;

/** The project's images of this name, hidden ones too, the oldest first. */
export async function imagesNamed(connection: Connection, name: string, signal: AbortSignal): Promise<GlanceImage[]> {
  const query = { name, owner: connection.project.id, signal };
  const found = await Promise.all([false, true].map((hidden) => findImages(connection, { ...query, hidden })));
  const byAge = (image: GlanceImage): string => `${image.created_at} ${image.id}`;
  return found.flat().toSorted((a, b) => (byAge(a) < byAge(b) ? -1 : 1));
}

/**
 * Throws a UserError where an image of the name is not this one: two of one name would mislead whoever starts one by its name.
 */
export function refuseStrangers({ cloud }: Connection, found: readonly GlanceImage[], identity: Identity): void {
  const stranger = found.find((image) => !isOurs(image, identity));
  if (stranger === undefined) return;
  throw new UserError({
    where: `cloud ${cloud}: image ${identity.image} (${stranger.id})`,
    value: stranger.properties[debianProperties.digest] ?? "",
    expected: `${debianProperties.digest} ${identity.digest}, as every upload of this image has`,
    remedy: "see who made it, and rename or delete it; it was not touched",
  });
}

/** Deletes an image of ours, protected or not. A missing one counts as deleted. */
export async function discard(
  connection: Connection,
  image: Pick<GlanceImage, "id">,
  signal: AbortSignal,
): Promise<void> {
  const unprotect = [{ op: "replace", path: "/protected", value: false }] as const;
  if ((await ifThere(patchImage(connection, image.id, unprotect, { signal }))) === undefined) return;
  await deleteImage(connection, image.id, { signal });
}
