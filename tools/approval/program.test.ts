import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { project } from "../setup/bootstrap/folders.mjs";
import { floors } from "../lint/import-direction.js";
import { folders, programDigests } from "./program.ts";

let copy: string;
beforeEach(() => {
  copy = mkdtempSync(path.join(tmpdir(), "program-"));
  for (const folder of folders) {
    mkdirSync(path.join(copy, folder, "inner"), { recursive: true });
    writeFileSync(path.join(copy, folder, "inner/module.ts"), "export {};\n");
  }
  for (const file of ["index.ts", "Pulumi.yaml", "package.json"])
    cpSync(path.join(project, file), path.join(copy, file));
  mkdirSync(path.join(copy, "node_modules"));
  writeFileSync(path.join(copy, "node_modules/.package-lock.json"), "{}");
});
afterEach(() => rmSync(copy, { recursive: true }));

test.each([
  ["policy/inner/module.ts", ["policy/"]],
  ["provider/new.ts", ["provider/"]],
  ["images/table.json", ["images/"]],
  ["node_modules/.package-lock.json", ["node_modules/.package-lock.json"]],
  ["index.ts", ["index.ts"]],
  ["policy/inner/module.test.ts", []],
  ["README.md", []],
])("of a change in %s is named: %s", (file, parts) => {
  const before = programDigests(copy);
  expect(programDigests(copy)).toEqual(before);
  appendFileSync(path.join(copy, file), "\n");
  const now = programDigests(copy);
  expect(Object.keys(now).filter((part) => now[part] !== before[part])).toEqual(parts);
});

test("every room of the program counts, and no test does", () => {
  const rooms = floors.flat().filter((room) => room !== "test");
  expect(Object.keys(programDigests(project))).toEqual(expect.arrayContaining(rooms.map((room) => `${room}/`)));
  expect([...folders].toSorted()).toEqual(rooms.toSorted());
});
