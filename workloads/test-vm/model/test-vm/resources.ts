import { z } from "zod";
import { suiteSchema, channelSchema } from "../../../../images/tree/record.ts";
import { isDebianVendor } from "../../../../images/model/definitions/vendors.ts";
import { isArch } from "../../../../images/model/definitions/arches.ts";
import { isVersion } from "../../../../images/model/version.ts";
import { vmRecordSchema } from "./record.ts";

/** The contract between resources.ts, which registers, and provider/ for test VMs. */

export const testVmTypes = {
  vmResult: "debian:test:VmResult",
  sweep: "debian:test:Sweep",
  allResults: "debian:test:AllResults",
} as const;

/** The verdict on one server, which is read from its console once and then recorded. */
export const vmResultInputs = vmRecordSchema
  .pick({ key: true, attempt: true, lineage: true, combination: true })
  .extend({
    cloud: z.string(),
    name: z.string().describe("The server's name, without its end."),
    image: z.string().describe("The image's name in the configuration."),
    promise: z
      .object({
        suite: suiteSchema,
        channel: channelSchema,
        vendor: z.string().refine(isDebianVendor, "expected a vendor"),
        arch: z.string().refine(isArch, "expected an arch"),
        version: z.string().refine(isVersion, "expected a version YYYYMMDD-N").nullable(),
      })
      .describe("What the image promises. Without a version its packages and its own name are compared with nothing."),
    manifest: z.string().nullable(),
    run: z.string().describe("The collector's mark in the console."),
    seconds: z.number().int().positive().describe("From the server's making on."),
    accounts: z
      .array(z.string())
      .nullable()
      .default(null)
      .describe("Entries of clouds.yaml as whose users the server runs Tempest; null: it tests its image."),
  });

export const vmResultOutputs = vmResultInputs.extend({ verdict: vmRecordSchema.shape.verdict });

const leftoverKinds = ["server", "port", "security group", "key", "image"] as const;

const leftoverSchema = z.object({
  kind: z.enum(leftoverKinds),
  id: z.string().describe("Of a key: its name."),
  name: z.string(),
});

/** Expired remains in one cloud, of any run. */
export const sweepInputs = z.object({
  cloud: z.string(),
  now: z.iso.datetime().describe("ISO 8601, UTC; by itself no change."),
  leftovers: z.array(leftoverSchema),
});

/** All results, on one page. */
export const allResultsInputs = z.object({
  tree: z
    .string()
    .nullable()
    .describe("The root of the tree in which the page lies; null: it lies in the folder of results."),
  digest: z.string().describe("A digest of the records, and of the tree's boot tests."),
});

export type AllResultsInputs = z.output<typeof allResultsInputs>;
export type VmResultInputs = z.output<typeof vmResultInputs>;
export type VmResultOutputs = z.output<typeof vmResultOutputs>;
export type Leftover = z.output<typeof leftoverSchema>;
export type SweepInputs = z.output<typeof sweepInputs>;
