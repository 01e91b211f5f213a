import { ownProperties } from "../../model/properties.ts";
import type { GlanceImageInputs } from "../../model/resources.ts";
import type { Connection } from "../../../../clients/openstack/connection.ts";
import { patchImage, type GlanceImage, type PatchOperation } from "../../../../clients/openstack/services/glance.ts";

type Wanted = Pick<GlanceImageInputs, "properties" | "tags" | "minDisk">;

/** What must change at the image; properties and tags that others gave it stay, but for those that only this program gives. */
export function changesOf(image: GlanceImage, { properties, tags, minDisk }: Wanted): PatchOperation[] {
  const changed = Object.entries(properties).filter(([key, value]) => image.properties[key] !== value);
  const stale = Object.keys(image.properties).filter((key) => ownProperties.has(key) && properties[key] === undefined);
  const missing = tags.filter((tag) => !image.tags.includes(tag));
  return [
    ...changed.map(([key, value]): PatchOperation => ({ op: "add", path: `/${pointer(key)}`, value })),
    ...stale.map((key): PatchOperation => ({ op: "remove", path: `/${pointer(key)}` })),
    ...(missing.length > 0 ? [{ op: "replace", path: "/tags", value: [...image.tags, ...missing] } as const] : []),
    ...(image.min_disk === minDisk ? [] : [{ op: "replace", path: "/min_disk", value: minDisk } as const]),
    ...(image.protected ? [] : [{ op: "replace", path: "/protected", value: true } as const]),
  ];
}

/** RFC 6901: a key inside a JSON pointer. */
const pointer = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");

/** Sets the image's wanted properties by one call. */
export async function settleProperties(
  connection: Connection,
  image: GlanceImage,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<GlanceImage> {
  const changes = changesOf(image, wanted);
  return changes.length === 0 ? image : patchImage(connection, image.id, changes, { signal });
}
