import { debianProperties } from "../../model/properties.ts";
import type { ImageAccessInputs } from "../../model/resources.ts";
import type { GlanceImage, PatchOperation } from "../../../../clients/openstack/services/glance.ts";

export type Access = Pick<ImageAccessInputs, "visibility" | "hidden" | "replacement">;

export const hiddenAccess = ({ replacement }: Access): Access => ({ visibility: "private", hidden: true, replacement });

/** What must change at the image for it to be seen as wanted; together one call. */
export function accessChanges(image: GlanceImage, { visibility, hidden, replacement }: Access): PatchOperation[] {
  const path = `/${debianProperties.replacement}`;
  const named = image.properties[debianProperties.replacement] ?? null;
  const changes: PatchOperation[] = [];
  if (image.visibility !== visibility) changes.push({ op: "replace", path: "/visibility", value: visibility });
  if (image.os_hidden !== hidden) changes.push({ op: "replace", path: "/os_hidden", value: hidden });
  if (named !== replacement)
    changes.push(replacement === null ? { op: "remove", path } : { op: "add", path, value: replacement });
  return changes;
}
