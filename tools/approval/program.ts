import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Approval } from "../../images/approval/approval.ts";

/** The folders of the code that decides and acts: program, rules, provider, and the commands. */
export const folders = [
  "stacks",
  "components",
  "targets",
  "workloads",
  "policy",
  "provider",
  "provider-sdk",
  "clients",
  "images",
  "storage",
  "schemas",
  "tools",
];

/** npm writes `.package-lock.json` at each install: it lists the installed packages. */
const files = ["index.ts", "Pulumi.yaml", "package.json", "node_modules/.package-lock.json"];

/** Digests of the program's files on disk, committed or not: one per folder, since git shows the details. */
export function programDigests(project: string): Approval["program"] {
  const parts = [
    ...folders.map((folder) => [`${folder}/`, sourcesIn(path.join(project, folder))] as const),
    ...files.map((file) => [file, [path.join(project, file)]] as const),
  ];
  return Object.fromEntries(parts.map(([part, sources]) => [part, digestOf(project, sources)]));
}

const isSource = (name: string): boolean => !/\.(test\.ts|md)$/.test(name);

const sourcesIn = (folder: string): string[] =>
  globSync("**", { cwd: folder, withFileTypes: true, exclude: ({ name }) => name === "node_modules" })
    .filter((entry) => entry.isFile() && isSource(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted();

function digestOf(project: string, sources: readonly string[]): string {
  const hash = createHash("sha256");
  for (const source of sources) {
    const text = readFileSync(source);
    hash.update(`${path.relative(project, source)} ${text.length}\n`).update(text);
  }
  return hash.digest("hex");
}
