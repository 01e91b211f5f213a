import { isArch } from "../../images/model/definitions/arches.ts";
import { isSuite } from "../../images/model/definitions/suites.ts";
import { isVendor } from "../../images/model/definitions/vendors.ts";
import type { Image } from "../../images/model/image.ts";
import type { Build } from "../../images/builds/manifest.ts";
import type { Contents } from "../../stacks/publication/facts/tree/contents.ts";

/** One of the two compared images. */
export interface Side {
  /** Its name for people: a file's or an image's. */
  name: string;
  /** Null if nothing states it, as for a bare dpkg-status. */
  image: Pick<Image, "suite" | "vendor" | "arch"> | null;
  contents: Contents;
}

/** What one argument names. */
export interface Operand {
  name: string;
  /** A whole set: only the images that the other operand has too are compared. */
  isSet: boolean;
  sides: readonly Side[];
}

/** The image that a manifest names; null if there is no such suite, vendor or arch. */
export function imageOf({ data: { info } }: Build): Side["image"] {
  const { release, vendor, arch } = info;
  return isSuite(release) && isVendor(vendor) && isArch(arch) ? { suite: release, vendor, arch } : null;
}
