import { readFile } from "node:fs/promises";
import { z } from "zod";

const operation = z.enum(["create", "update", "delete"]);

/** A kill: in which operation, at which moment of it, and which process dies. */
const faultSchema = z.object({
  /** The last part of the resource's type: `ImageFiles`. */
  kind: z.string(),
  operation,
  /** Before the operation; after it, so that its reply is lost; or before its n-th change of the disk, counted from 1. */
  moment: z.union([z.literal("before"), z.literal("after"), z.number().int().positive()]),
  /** Our command's process has the program and the provider. Under `pulumi up` alone, a plugin has the provider, and a host starts the program. */
  victim: z.enum(["engine", "command", "plugin", "host"]),
  /** A file that is written just before the kill. While it exists, nothing is killed again. */
  mark: z.string(),
});

/** A resource's properties; empty where an operation has none. */
const properties = z.record(z.string(), z.unknown());

/** An operation that the provider has finished. */
export const deedSchema = z.object({
  kind: z.string(),
  operation,
  name: z.string(),
  /** Changes of the disk while it ran: its own, and those of operations that ran at the same time. */
  changes: z.number(),
  /** What the engine asked with, so that redo.ts can do the operation again without the engine. */
  urn: z.string(),
  olds: properties,
  news: properties,
});

/** What the provider under test is told by its environment. */
export const taskSchema = z.object({
  fault: faultSchema.optional(),
  /** A file that gets each deed as one line of JSON. */
  deeds: z.string().optional(),
});

export type Fault = z.output<typeof faultSchema>;
export type Deed = z.output<typeof deedSchema>;
export type Task = z.output<typeof taskSchema>;

export const taskVariable = "CLOUD_IMAGES_TEST_FAULT";

/** The operations that a provider wrote into the file of its task; none where it wrote no file. */
export async function readDeeds(file: string): Promise<Deed[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => deedSchema.parse(JSON.parse(line)));
}

/** Whether a process was killed, by the file that is written just before. */
export const hasStruck = async (mark: string): Promise<boolean> =>
  (await readFile(mark, "utf8").catch(() => "")) !== "";
