import type { AmphoraImageInputs } from "../../model/resources.ts";
import type { Connection } from "../../../../clients/openstack/connection.ts";
import { patchImage, type GlanceImage, type PatchOperation } from "../../../../clients/openstack/services/glance.ts";
import { changesOf as propertyChanges } from "../../../../targets/openstack/provider/image/properties.ts";

type Wanted = Pick<AmphoraImageInputs, "properties" | "minDisk" | "visibility">;

/** The changes that the image needs. An operator may share it with the project of Octavia's user, but it must not be public. */
export function changesOf(image: GlanceImage, { properties, minDisk, visibility }: Wanted): PatchOperation[] {
  const isOpen = image.visibility === "public" || image.visibility === "community";
  return [
    ...propertyChanges(image, { properties, minDisk, tags: [] }),
    ...(isOpen ? [{ op: "replace", path: "/visibility", value: visibility } as const] : []),
    ...(image.os_hidden ? [{ op: "replace", path: "/os_hidden", value: false } as const] : []),
  ];
}

export async function settle(
  connection: Connection,
  image: GlanceImage,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<void> {
  const changes = changesOf(image, wanted);
  if (changes.length > 0) await patchImage(connection, image.id, changes, { signal });
}
