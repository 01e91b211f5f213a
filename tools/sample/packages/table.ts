import { readFileSync } from "node:fs";
import { baseSuite, isSuite, type Suite } from "../../../images/model/definitions/suites.ts";
import { UserError } from "../../../images/model/errors.ts";
import type { PackageRow } from "./rows.ts";

type PackageTable = ReadonlyMap<Suite, readonly PackageRow[]>;

const file = "tools/sample/packages/packages.tsv";

let table: PackageTable | undefined;

/** The rows of packages.tsv for the suite; a backports suite has those of its base. */
export function tableOf(suite: Suite): readonly PackageRow[] {
  table ??= readPackageTable(readFileSync(new URL("packages.tsv", import.meta.url), "utf8"));
  const base = baseSuite(suite);
  const rows = table.get(base);
  if (rows === undefined) throw wrong(1, "", `a column ${base}`);
  return rows;
}

/**
 * Reads the table. After comments comes a line that names the columns, then one line per package: name, source (empty if it has
 * the same name), and a version per suite. The source's version follows in brackets, unless it is the version without `+b1`.
 */
export function readPackageTable(text: string): PackageTable {
  const lines = text.split("\n").map((line, index) => ({ line, number: index + 1 }));
  const [head, ...rows] = lines.filter(({ line }) => line !== "" && !line.startsWith("#"));
  const [packages, sources, ...suites] = head?.line.split("\t") ?? [];
  if (packages !== "package" || sources !== "source" || !suites.every(isSuite))
    throw wrong(head?.number ?? 1, head?.line ?? "", "the columns package, source, and suites");
  const read = new Map<Suite, PackageRow[]>(suites.filter(isSuite).map((suite) => [suite, []]));
  for (const { line, number } of rows) {
    const [name = "", source = "", ...cells] = line.split("\t");
    if (name === "" || cells.length !== read.size)
      throw wrong(number, line, `${read.size + 2} cells, separated by tabs`);
    for (const [index, [suite, before]] of [...read].entries()) {
      const cell = cells[index] ?? "";
      if (cell === "") continue;
      if (before.some(([other]) => other === name)) throw wrong(number, name, `each package of ${suite} once`);
      before.push(readCell({ name, source, cell, number }));
    }
  }
  return read;
}

function readCell({
  name,
  source,
  cell,
  number,
}: Record<"name" | "source" | "cell", string> & { number: number }): PackageRow {
  const [, version, sourceVersion] = /^(\d[^\s()]*)(?: \((\d[^\s()]*)\))?$/.exec(cell) ?? [];
  if (version === undefined)
    throw wrong(number, cell, "a version, as 5.2.37-2+b13, or with its source's, as 1:2.41-5 (2.41-5)");
  return [
    name,
    version,
    source === "" ? name.replace(/:.*$/, "") : source,
    sourceVersion ?? version.replace(/\+b\d+$/, ""),
  ];
}

const wrong = (number: number, value: string, expected: string): UserError =>
  new UserError({ where: `${file}: line ${number}`, value, expected, remedy: "correct the table" });
