import type { Image } from "../../../images/model/image.ts";
import { cloudFamily } from "../../names.ts";

/** Debian's vendor for this cloud, which names leave out. */
export const ownVendor = "gce";

const usualPrefix = "debian";

/** An image's family: `debian-13-arm64-daily`, or of another vendor `debian-genericcloud-13-arm64-daily`. */
function familyOf(image: Pick<Image, "suite" | "channel" | "vendor" | "arch">, prefix: string): string {
  const rest = cloudFamily(image).slice(usualPrefix.length);
  return image.vendor === ownVendor ? `${prefix}${rest}` : `${prefix}-${image.vendor}${rest}`;
}

interface GcpNames {
  family: string;
  name: string;
}

export function gcpNames(
  image: Pick<Image, "suite" | "channel" | "vendor" | "arch" | "version">,
  prefix: string = usualPrefix,
): GcpNames {
  const family = familyOf(image, prefix);
  const { version } = image;
  return { family: cut(family, longestName), name: `${cut(family, longestName - 1 - version.length)}-${version}` };
}

/** Google's bound on the name of an image or a family (RFC 1035: a label). An image's family is cut, its version never. */
const longestName = 63;

/** A label cannot end in a hyphen. */
const cut = (label: string, length: number): string => label.slice(0, length).replace(/-+$/, "");

/** An image's reference in a record, and in manifests. */
export const refOf = (project: string, name: string): string => `projects/${project}/global/images/${name}`;
