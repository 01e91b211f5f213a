import type { Arch } from "./definitions/arches.ts";
import type { Vendor } from "./definitions/vendors.ts";

/** A place of publication. The tree is the target `mirror`. */
export interface Target {
  name: string;
  kind: "mirror" | "cloud";
  required: boolean;
  /** Whose images it takes; null: everybody's. */
  vendors: readonly Vendor[] | null;
  /** Whose machines it has; left out: those of every arch. */
  arches?: readonly Arch[];
  /** Left for good: takes nothing new, counts for nothing, and what it has is hidden and goes. */
  retired?: boolean;
  /** It has no names that move from image to image, as `latest` does. */
  withoutPointers?: boolean;
  /** What it costs to keep an image there; left out where that is not known. */
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

/** Whether the image has a standing at the target. */
export const takes = ({ vendors, arches }: Target, { vendor, arch }: { vendor: Vendor; arch: Arch }): boolean =>
  (vendors === null || vendors.includes(vendor)) && (arches === undefined || arches.includes(arch));
