import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { project } from "../setup/bootstrap/folders.mjs";
import { usages } from "./commands.mjs";

/** docs/operating.md tells who is on duty what each exit code asks for. */

const page = readFileSync(path.join(project, "docs/operating.md"), "utf8");

/** The rows of a table, by the title of its section. */
const rowsBelow = (title: string): string[][] =>
  (page.split(`\n## ${title}\n`)[1]?.split("\n## ")[0] ?? "")
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2)
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

/** Commands for who develops the program, or tries it. */
const notOnDuty = new Set(["bench", "check", "dev", "sample", "test", "test:services", "test:bare", "test:long"]);
const onDuty = Object.entries(usages).filter(([name]) => !notOnDuty.has(name));

const rows = rowsBelow("Exit codes").map(([code = "", of = ""]) => ({ code, of }));
const namedWith = (code: string) => rows.filter((row) => row.code === code).flatMap(({ of }) => of);
/** A code that every command may have. */
const usual = new Set(rows.filter(({ of }) => of === "all" || of === "others").map(({ code }) => code));

test.each(onDuty)("the page says what each exit code of %s asks for", (name, { exitCodes }) => {
  for (const code of Object.keys(exitCodes).filter((each) => !usual.has(each)))
    expect(namedWith(code).join(), `exit code ${code}`).toContain(`\`${name}\``);
});

test("each exit code on the page is one of the command that it names", () => {
  for (const { code, of } of rows)
    for (const [, name = ""] of of.matchAll(/`([^`]+)`/g)) {
      const usage = onDuty.find(([each]) => each === name)?.[1];
      expect(Object.keys(usage?.exitCodes ?? {}), `${name} ${code}`).toContain(code);
    }
});

test("each kind of line that ends a run is on the page", () => {
  const source = ["end/summary.ts", "end/gates.ts", "recover.ts"]
    .map((file) => readFileSync(path.join(project, "tools/up", file), "utf8"))
    .join("");
  const kinds = [...source.matchAll(/`([a-z]+(?: [a-z]+)*)(?:: | at )\$\{/g)].map(([, kind = ""]) => kind);
  const told = rowsBelow("The last lines of a run").map(([line = ""]) => line);
  for (const kind of new Set(kinds)) expect(told.join(), kind).toContain(`\`${kind}`);
});
