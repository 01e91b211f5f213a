import type { Arch } from "./definitions/arches.ts";
import type { Vendor } from "./definitions/vendors.ts";

/** A place of publication. The tree is the target `mirror`. */
export interface Target {
  name: string;
  kind: "mirror" | "cloud";
  required: boolean;
  /** The vendors whose images it takes; null: all. */
  vendors: readonly Vendor[] | null;
  /** The arches of its machines; left out: all. */
  arches?: readonly Arch[];
  /** Not named in the configuration: the cloud's account may lack it, and then it does not count. */
  discovered?: boolean;
  /** Given up for good: takes nothing new, affects no set, and its images are hidden and removed. */
  retired?: boolean;
  /** It has no names that move from image to image, as `latest` does. */
  withoutPointers?: boolean;
  /** The cost of keeping an image there; left out where it is not known. */
  upkeep?: Upkeep;
}

/** A cloud's list price of stored images. */
export interface Upkeep {
  usdPerGibMonth: number;
  /** The day of the price: `2026-11-29`. */
  date: string;
  /** Copies of each image at the target. */
  copies: number;
}

export const mirrorTarget: Target = { name: "mirror", kind: "mirror", required: true, vendors: null };

export const isRetired = ({ retired = false }: Pick<Target, "retired">): boolean => retired;

/** Whether images of the vendor and arch go to the target. */
export const takes = ({ vendors, arches }: Target, { vendor, arch }: { vendor: Vendor; arch: Arch }): boolean =>
  (vendors === null || vendors.includes(vendor)) && (arches === undefined || arches.includes(arch));
