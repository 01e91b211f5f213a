import { z } from "zod";
import data from "./arches.json" with { type: "json" };
import { dated, readDated, rowsOf } from "./dated.ts";

/** How a machine begins. `secure-boot`: UEFI that runs only what Microsoft's or Debian's keys signed. */
export const firmwares = ["bios", "uefi", "secure-boot"] as const;
export type Firmware = (typeof firmwares)[number];

export type Arch = keyof typeof data.arches;

const archSchema = z.strictObject({
  /** The kernel's name, as `uname -m` says it. */
  machine: z.string(),
  /** The names that clouds have for it; left out where a cloud has no such machines. */
  aws: z.string().optional(),
  azure: z.string().optional(),
  gcp: z.string().optional(),
  /** The firmware of its machines, the simplest first; an arch with one firmware of its own counts as BIOS. */
  firmware: z.array(z.enum(firmwares)).min(1),
});

/** Debian's architectures, by the names that Debian has for them. */
export const { arches } = readDated(
  dated({ arches: rowsOf(data.arches, archSchema) }),
  data,
  "images/model/definitions/arches.json",
);

export const isArch = (text: string): text is Arch => Object.hasOwn(arches, text);
