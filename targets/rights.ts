import { z } from "zod";
import { dated, readDated } from "../images/model/definitions/dated.ts";

/** The groups of rights in a channel's account: `publish` and `delete` are for CI, `setup` is for the people who set it up. */
export type RightGroup = "publish" | "delete" | "setup";

/** The groups that CI has an identity for. */
export const ciGroups = ["publish", "delete"] as const satisfies readonly RightGroup[];
export type CiGroup = (typeof ciGroups)[number];

/** By group of an identity, the groups whose rights it has: a run that deletes also publishes. */
export const grantedTo: Readonly<Record<RightGroup, readonly RightGroup[]>> = {
  publish: ["publish"],
  delete: ["delete", "publish"],
  setup: ["setup"],
};

/** By operation of the cloud that the target calls: the actions that it needs. */
const operations = z.record(z.string(), z.array(z.string()));

/** Actions that are allowed on what carries a tag of ours alone: on what they make with it, or on what has it. */
const tagged = dated({ tag: z.string().min(1), made: z.array(z.string()), used: z.array(z.string()) });

const rightsSchema = dated({
  publish: operations,
  delete: operations,
  setup: operations,
  tagged: tagged.exactOptional(),
});
type Rights = z.output<typeof rightsSchema>;

/** Reads a cloud's table of rights, `targets/<cloud>/model/rights.json`. */
export const readRights = (data: unknown, file: string): Rights => readDated(rightsSchema, data, file);

/** Each action that the operations of a group need, once, sorted. */
export const actionsOf = (rights: Rights, group: RightGroup): string[] =>
  [...new Set(Object.values(rights[group]).flat())].toSorted();
