import { isFoundGood } from "../../model/verdict.ts";
import type { AmphoraTagInputs } from "../../model/resources.ts";
import { UserError } from "../../../../images/model/errors.ts";
import type { Connection } from "../../../../clients/openstack/connection.ts";
import { getImage, type GlanceImage } from "../../../../clients/openstack/services/glance.ts";
import { isAmphoraOfOurs, type TaggedImage } from "./find.ts";

/** The image that gets the tag. Throws a UserError if it is not the verified one. */
export async function goodImage(
  connection: Connection,
  { image, digest, glanceId, verdict }: AmphoraTagInputs,
  signal: AbortSignal,
): Promise<GlanceImage> {
  const found = await getImage(connection, glanceId, { signal });
  const wrong = found === undefined ? "it is not there" : wrongIn(found, connection, { image, digest });
  if (found !== undefined && wrong === undefined && isFoundGood(verdict)) return found;
  throw new UserError({
    where: `cloud ${connection.cloud}: image ${image} (${glanceId})`,
    value: wrong ?? verdict,
    expected: "an active, verified image of this project with the build's bytes, before Octavia may boot it",
    remedy: "find out what is wrong with it, and build another or withdraw it; the tagged image is unchanged",
  });
}

function wrongIn(
  found: GlanceImage,
  { project }: Connection,
  { image, digest }: Pick<AmphoraTagInputs, "image" | "digest">,
): string | undefined {
  if (found.name !== image) return `it is called ${found.name ?? ""}`;
  if (found.owner !== project.id) return `it is owned by ${found.owner ?? "nobody"}`;
  if (found.status !== "active") return `it is ${found.status}`;
  if (found.os_hidden) return "it is hidden, so Octavia does not find it";
  if (found.visibility === "public" || found.visibility === "community") return `it is ${found.visibility}`;
  // a cloud with another hash was checked after the upload
  return found.os_hash_algo !== "sha512" || found.os_hash_value === digest
    ? undefined
    : `Glance's sha512 is ${found.os_hash_value ?? "missing"}`;
}

/** Throws a UserError if another image has the tag that is not ours, unless `replaces` names it. */
export function refuseStrangers(
  { cloud }: Connection,
  tagged: readonly TaggedImage[],
  { tag, replaces, glanceId }: AmphoraTagInputs,
): void {
  const stranger = tagged.find(({ id, image }) => id !== glanceId && !replaces.includes(id) && !isAmphoraOfOurs(image));
  if (stranger === undefined) return;
  throw new UserError({
    where: `cloud ${cloud}: image ${stranger.image.name ?? ""} (${stranger.id})`,
    value: tag,
    expected: "no tag of Octavia's on an image that is not ours",
    remedy: "find out whose it is, and remove the tag, or name its id in replaces; nothing was tagged",
  });
}

export const lostRace = (
  { cloud }: Connection,
  { tag, image, glanceId }: AmphoraTagInputs,
  taken: GlanceImage | undefined,
): UserError =>
  new UserError({
    where: `cloud ${cloud}: the newest image with the tag ${tag}`,
    value: taken === undefined ? "" : `${taken.name ?? ""} (${taken.id})`,
    expected: `${image} (${glanceId}), after it alone was tagged`,
    remedy: "see who else tags images there, and run again",
  });
