import { parseAmphoraName } from "../../model/name.ts";
import type { Tagged } from "../../model/retag.ts";
import { debianProperties } from "../../../../targets/openstack/model/properties.ts";
import type { Connection } from "../../../../clients/openstack/connection.ts";
import { findImages, type GlanceImage } from "../../../../clients/openstack/services/glance.ts";

export interface TaggedImage extends Tagged {
  image: GlanceImage;
}

/** The project's images that Octavia chooses from: active ones with the tag that are not hidden. */
export async function taggedImages(connection: Connection, tag: string, signal: AbortSignal): Promise<TaggedImage[]> {
  const found = await findImages(connection, { tag, owner: connection.project.id, status: "active", signal });
  return found.map((image) => ({ id: image.id, createdAt: new Date(image.created_at), image }));
}

export const isAmphoraOfOurs = ({ name, properties }: GlanceImage): boolean =>
  parseAmphoraName(name ?? "") !== undefined && properties[debianProperties.digest] !== undefined;
