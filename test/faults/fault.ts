import { z } from "zod";

const operation = z.enum(["create", "update", "delete"]);

/** Where and whom a test strikes. */
export const faultSchema = z.object({
  /** Last part of the resource's type: `ImageFiles`. */
  kind: z.string(),
  operation,
  /** Before the operation, after it (its reply is lost), or before its n-th change of the disk, counted from 1. */
  moment: z.union([z.literal("before"), z.literal("after"), z.number().int().positive()]),
  victim: z.enum(["engine", "host", "plugin"]),
  /** Written just before the strike; while it is there nothing is struck again. */
  mark: z.string(),
});

/** Empty for an operation that has none. */
const properties = z.record(z.string(), z.unknown());

/** What the provider did, once it is done. */
export const deedSchema = z.object({
  kind: z.string(),
  operation,
  name: z.string(),
  /** Of the disk, by it and by what ran at the same time. */
  changes: z.number(),
  /** What the engine asked with, so that the operation can be done again without it (redo.ts). */
  urn: z.string(),
  olds: properties,
  news: properties,
});

/** The settings of the provider under test, in its environment. */
export const taskSchema = z.object({
  fault: faultSchema.optional(),
  /** A file that gets each deed as one line of JSON. */
  deeds: z.string().optional(),
});

export type Fault = z.output<typeof faultSchema>;
export type Deed = z.output<typeof deedSchema>;
export type Task = z.output<typeof taskSchema>;

export const taskVariable = "CLOUD_IMAGES_TEST_FAULT";
