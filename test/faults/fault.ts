import { z } from "zod";

/** Where and whom a test strikes, handed to the provider under test by its environment. */
export const faultSchema = z.object({
  /** Last part of the resource's type: `ImageFiles`. */
  kind: z.string(),
  operation: z.enum(["create", "update", "delete"]),
  /** Before the operation, after it (its reply is lost), or before its n-th change of the disk, counted from 1. */
  moment: z.union([z.literal("before"), z.literal("after"), z.number().int().positive()]),
  victim: z.enum(["engine", "host", "plugin"]),
  /** Written just before the strike; while it is there nothing is struck again. */
  mark: z.string(),
});

export type Fault = z.output<typeof faultSchema>;

export const faultVariable = "CLOUD_IMAGES_TEST_FAULT";
