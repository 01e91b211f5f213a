import path from "node:path";

/** The top-level folders ("rooms"), from the bottom up: a room may import from the rooms of the floors below its own. */
export const floors = [
  ["images"],
  ["storage"],
  ["provider-sdk"],
  ["clients"],
  ["targets"],
  ["workloads"],
  ["components", "policy", "provider"],
  ["stacks"],
  ["schemas", "tools"],
  ["test"],
];

/**
 * Rooms and folders that may import from fewer rooms than their floor allows. The longest path that contains the file counts.
 * @type {Record<string, string[]>}
 */
const narrower = {
  components: ["images", "provider-sdk", "clients", "targets", "workloads"],
  policy: ["images", "targets", "workloads"],
  // only facts read records, so only they may know how storage keeps them
  stacks: ["images", "targets", "workloads", "components", "policy"],
  "stacks/publication/facts": ["images", "storage", "clients", "targets", "workloads", "components", "policy"],
  "index.ts": ["stacks"],
  "vitest.config.ts": ["tools"],
};

/** @type {Map<string, number>} */
const floorOf = new Map(floors.flatMap((rooms, floor) => rooms.map((room) => [room, floor])));

/**
 * Says what is wrong with an import, or nothing. Every import of ours is a relative path to a file.
 * @param {string} importer
 * @param {string} source
 * @param {string} project
 */
export function wrongDirection(importer, source, project) {
  if (!source.startsWith(".")) return undefined;
  const file = path.relative(project, importer);
  const imported = path.relative(project, path.resolve(path.dirname(importer), source));
  const [from, to] = [roomOf(file), roomOf(imported)];
  if (from === to) return undefined;
  const allowed = roomsBelow(file);
  if (allowed === undefined) return `${from} is no room: move ${file} into one of ${[...floorOf.keys()].join(", ")}`;
  if (allowed.includes(to)) return undefined;
  return `${file} may not import from ${to}, only from ${allowed.join(", ") || "nothing of ours"}`;
}

/** @param {string} file */
const roomOf = (file) => file.split(path.sep)[0] ?? "";

/**
 * The rooms that a file may import from; undefined for a file in no room.
 * @param {string} file
 */
function roomsBelow(file) {
  const places = Object.keys(narrower).filter((place) => file === place || file.startsWith(`${place}/`));
  const nearest = places.toSorted((a, b) => b.length - a.length)[0];
  if (nearest !== undefined) return narrower[nearest];
  const floor = floorOf.get(roomOf(file));
  return floor === undefined ? undefined : floors.slice(0, floor).flat();
}

/**
 * @typedef {import("estree").ImportDeclaration | import("estree").ImportExpression} Import
 * @typedef {Import | import("estree").ExportNamedDeclaration | import("estree").ExportAllDeclaration} Statement
 */

/** @type {import("eslint").Rule.RuleModule} */
export const importDirection = {
  meta: { type: "problem", schema: [] },
  create(context) {
    /** @param {Statement} statement */
    const check = ({ source }) => {
      if (source?.type !== "Literal" || typeof source.value !== "string") return;
      const message = wrongDirection(context.filename, source.value, context.cwd);
      if (message !== undefined) context.report({ node: source, message });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};
