import { z } from "zod";
import { accelerators } from "./accelerator.ts";
import { firmwares } from "./firmware.ts";

/** The contract between resources.ts, which registers, and provider/ for the tests of images. */

export const testTypes = { bootTest: "debian:test:BootTest" } as const;

/** One image's boots before it is shown. What was seen is kept beside the image, and in its record. */
export const bootTestInputs = z.object({
  image: z.string(),
  /** `qemu`, or `nova:` and a cloud as clouds.yaml names it; several with commas: it has to boot at all of them. */
  where: z.string(),
  /** By cloud: of what its servers are made; null: what fits is chosen. */
  nova: z.record(z.string(), z.object({ flavor: z.string().nullable(), network: z.string().nullable() })),
  firmware: z.array(z.enum(firmwares)),
  /** Left out: KVM if a probe guest runs with it. A change of this alone does not change the resource. */
  accelerator: z.enum(accelerators).exactOptional(),
  /** The time from power on to the end of the guest's report. */
  seconds: z.number().int().positive(),
  /** How often it is to have been booted to an end: one more than was recorded, where it is to be tried again. */
  attempt: z.number().int().positive(),
  /** The day of an attempt; by itself no change. */
  day: z.iso.date(),
});

export const bootTestOutputs = bootTestInputs.extend({
  /** `passed`, `failed`, or `broken: …`: tried again by the next run. */
  outcome: z.string(),
  /** Changes whenever the image's record or files do. */
  record: z.string(),
});

export type BootTestInputs = z.output<typeof bootTestInputs>;
export type BootTestOutputs = z.output<typeof bootTestOutputs>;
