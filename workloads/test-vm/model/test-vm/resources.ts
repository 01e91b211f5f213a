import { z } from "zod";
import { suiteSchema, channelSchema } from "../../../../images/tree/record.ts";
import { isVendor } from "../../../../images/model/definitions/vendors.ts";
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
    /** Its server's, without the end: a server that the cloud could not make has no id for the engine. */
    name: z.string(),
    /** The image's name in the configuration. */
    image: z.string(),
    /** What the image promises; without a version its packages and its own name cannot be held against anything. */
    promise: z.object({
      suite: suiteSchema,
      channel: channelSchema,
      vendor: z.custom<string>().refine(isVendor, "expected a vendor"),
      arch: z.custom<string>().refine(isArch, "expected an arch"),
      version: z.string().refine(isVersion, "expected a version YYYYMMDD-N").nullable(),
    }),
    manifest: z.string().nullable(),
    /** The collector's mark in the console. */
    run: z.string(),
    /** From the server's making on. */
    seconds: z.number().int().positive(),
    /** Clouds of clouds.yaml as whose users the server runs Tempest, in the order in which it is told them; null: it tests its image. */
    accounts: z.array(z.string()).nullable().default(null),
  });

export const vmResultOutputs = vmResultInputs.extend({ verdict: vmRecordSchema.shape.verdict });

export const leftoverKinds = ["server", "port", "security group", "key", "image"] as const;

export const leftoverSchema = z.object({
  kind: z.enum(leftoverKinds),
  /** Of a key: its name. */
  id: z.string(),
  name: z.string(),
});

/** Expired remains in one cloud, of any run. */
export const sweepInputs = z.object({
  cloud: z.string(),
  /** ISO 8601, UTC; by itself no change. */
  now: z.iso.datetime(),
  leftovers: z.array(leftoverSchema),
});

/** All results, on one page. */
export const allResultsInputs = z.object({
  /** The root of the tree in which the page lies; null: it lies in the folder of results. */
  tree: z.string().nullable(),
  /** Of the records and of what the tree says of boot tests. */
  digest: z.string(),
});

export type AllResultsInputs = z.output<typeof allResultsInputs>;
export type VmResultInputs = z.output<typeof vmResultInputs>;
export type VmResultOutputs = z.output<typeof vmResultOutputs>;
export type Leftover = z.output<typeof leftoverSchema>;
export type SweepInputs = z.output<typeof sweepInputs>;
