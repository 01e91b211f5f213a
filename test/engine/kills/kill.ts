import type { Deed, Fault } from "../../faults/fault.ts";

/** Where a run is killed, and which of its processes dies. */
export type Kill = Omit<Fault, "mark">;

/** The processes of `npm run up`. */
export const victims = ["engine", "command"] as const;

/** Whether the process that dies is one that only `pulumi up` alone starts. */
export const isAlone = ({ victim }: Kill): boolean => victim === "plugin" || victim === "host";

/** The first deed of each operation on each kind of resource. */
export function kindsOf(deeds: readonly Deed[]): Deed[] {
  const kinds = Map.groupBy(deeds, ({ kind, operation }) => `${kind} ${operation}`);
  return [...kinds.values()].flatMap((alike) => alike.slice(0, 1));
}

export const nameOf = ({ kind, operation, moment, victim }: Kill): string =>
  typeof moment === "number"
    ? `the ${victim}, before change ${moment} of the disk by ${kind} ${operation}`
    : `the ${victim} ${moment} ${kind} ${operation}`;

/** What a run of a story does that nobody kills, and the tree that it ends with. */
export interface Undisturbed {
  deeds: readonly Deed[];
  tree: Map<string, string>;
}

/** Paths that differ from the undisturbed tree, each with both. */
export function differences(wanted: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): string[] {
  const names = new Set([...wanted.keys(), ...found.keys()]);
  return [...names]
    .filter((name) => wanted.get(name) !== found.get(name))
    .map((name) => `${name}: ${found.get(name) ?? "missing"}, undisturbed ${wanted.get(name) ?? "missing"}`);
}
