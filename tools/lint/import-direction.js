import path from "node:path";

/**
 * The rooms of the project, and for each the rooms it may import from. A room may be one folder inside another.
 * @type {Record<string, string[]>}
 */
export const directions = {
  "index.ts": ["stacks", "stacks/facts"],
  tools: ["tools/audit", "stacks", "stacks/facts", "policy", "components", "openstack", "storage", "images"],
  // it lets the provider look, as a refresh does; no other command may ask it for anything
  "tools/audit": ["tools", "provider", "policy", "storage", "images"],
  stacks: ["stacks/facts", "policy", "components", "images"],
  // only facts read records, so only they may know how storage keeps them
  "stacks/facts": ["stacks", "components", "openstack", "storage", "images"],
  components: ["images"],
  policy: ["images"],
  provider: ["openstack", "storage", "images"],
  // how OpenStack's services are asked, for those who may: nothing here knows what is published
  openstack: ["storage", "images"],
  storage: ["images"],
  images: [],
};

const rooms = Object.keys(directions).sort((a, b) => b.length - a.length);

/**
 * @param {string} file
 * @param {string} project
 */
function roomOf(file, project) {
  const inside = path.relative(project, file);
  return rooms.find((room) => inside === room || inside.startsWith(`${room}/`));
}

/**
 * Says what is wrong with an import, or nothing. Every import of ours is a relative path to a file.
 * @param {string} importer
 * @param {string} source
 * @param {string} project
 */
export function wrongDirection(importer, source, project) {
  if (!source.startsWith(".")) return undefined;
  const from = roomOf(importer, project);
  const to = roomOf(path.resolve(path.dirname(importer), source), project);
  if (from === undefined || to === undefined || from === to || directions[from]?.includes(to)) return undefined;
  return `${from} may not import from ${to}, only from ${directions[from]?.join(", ") || "nothing of ours"}`;
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
