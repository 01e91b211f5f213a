import { isArch } from "../../images/model/definitions/arches.ts";
import { isSuite } from "../../images/model/definitions/suites.ts";
import { isVendor } from "../../images/model/definitions/vendors.ts";
import type { Image } from "../../images/model/image.ts";
import type { Build } from "../../images/builds/manifest.ts";
import type { Contents } from "../../stacks/publication/facts/tree/contents.ts";

/** One image, as far as it is known. */
export interface Side {
  /** What it is called for people: a file's or an image's name. */
  name: string;
  /** Null where nothing says it, as of a bare dpkg-status. */
  image: Pick<Image, "suite" | "vendor" | "arch"> | null;
  contents: Contents;
}

/** What one argument names. */
export interface Operand {
  name: string;
  /** A whole set of images, of which those count that the other operand has too. */
  isSet: boolean;
  sides: readonly Side[];
}

/** What a manifest says of its image; null where we know of no such image. */
export function imageOf({ data: { info } }: Build): Side["image"] {
  const { release, vendor, arch } = info;
  return isSuite(release) && isVendor(vendor) && isArch(arch) ? { suite: release, vendor, arch } : null;
}
