import { z } from "zod";
import { accelerators } from "./accelerator.ts";
import { firmwares } from "./firmware.ts";

/** The contract of the tests' resources, between components/resources.ts and provider/. */

export const testTypes = { bootTest: "debian:test:BootTest" } as const;

/** The boots of an image before it is shown. Their results are kept beside the image, and in its record. */
export const bootTestInputs = z.object({
  image: z.string(),
  where: z
    .string()
    .describe(
      "`qemu`, or `nova:` and a cloud as clouds.yaml names it; several with commas: it has to boot at all of them.",
    ),
  nova: z
    .record(z.string(), z.object({ flavor: z.string().nullable(), network: z.string().nullable() }))
    .describe("By cloud: the flavor and network of its servers; null: the program chooses."),
  firmware: z.array(z.enum(firmwares)),
  accelerator: z
    .enum(accelerators)
    .exactOptional()
    .describe("Left out: KVM if a probe guest runs with it. A change of this alone does not change the resource."),
  seconds: z.number().int().positive().describe("The time from power on to the end of the guest's report."),
  attempt: z
    .number()
    .int()
    .positive()
    .describe("The number of finished boots that its record is to have: one more than it has, for another attempt."),
  day: z.iso.date().describe("The day of an attempt; by itself no change."),
});

export const bootTestOutputs = bootTestInputs.extend({
  outcome: z.string().describe("`passed`, `failed`, or `broken: …`: tried again by the next run."),
  record: z.string().describe("Changes whenever the image's record or files do."),
});

export type BootTestInputs = z.output<typeof bootTestInputs>;
export type BootTestOutputs = z.output<typeof bootTestOutputs>;
