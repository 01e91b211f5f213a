import path from "node:path";
import type { BootableVendor } from "./vendors.ts";

/** Images broken on purpose, each for the check that must catch it. */
const variants = {
  hosts: "has no /etc/hosts, and cloud-init writes none",
  sources: "lists every apt source twice",
  kernel: "has the kernel that its vendor does not promise",
  "cloud-init": "never finishes cloud-init",
  package: "has a package that the manifest does not name",
  unsigned: "starts with UEFI through a loader that nobody signed",
} as const satisfies Record<string, string>;

export type Variant = keyof typeof variants;

export const variantNames = Object.keys(variants).filter(isVariant);

export function isVariant(text: string): text is Variant {
  return Object.hasOwn(variants, text);
}

const otherKernel: Record<BootableVendor, BootableVendor> = {
  generic: "genericcloud",
  genericcloud: "generic",
  nocloud: "genericcloud",
};

/** The vendor whose installation a variant is made of: the variant `kernel` takes the whole root of another vendor. */
export const installedVendor = (vendor: BootableVendor, variant?: Variant): BootableVendor =>
  variant === "kernel" ? otherKernel[vendor] : vendor;

/** The script below `recipes/` that breaks the image; undefined if none has to. */
export const breakingScript = (variant?: Variant): string | undefined =>
  variant === undefined || variant === "kernel" ? undefined : path.join("debian/variants", `${variant}.sh`);
