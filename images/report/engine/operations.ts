/** The engine's operations (pulumi 3.259.0, apitype.OpType), by their effect on an existing resource. */
const effects: Readonly<Record<string, Effect>> = {
  same: "nothing",
  read: "nothing",
  refresh: "nothing",
  create: "makes",
  import: "makes",
  update: "changes",
  delete: "removes",
  discard: "removes",
  "read-discard": "removes",
};

/** `replaces`: the resource is deleted, and made again. */
type Effect = "nothing" | "makes" | "changes" | "removes" | "replaces";

/** The gravest effect of a resource's operations. An unknown operation counts as a replacement. */
export function effectOf(operations: readonly string[]): Effect {
  const found = new Set(operations.map((operation) => effects[operation] ?? "replaces"));
  return gravestFirst.find((effect) => found.has(effect)) ?? "nothing";
}

const gravestFirst: readonly Effect[] = ["replaces", "removes", "changes", "makes"];
