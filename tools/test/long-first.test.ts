import { existsSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { project } from "../setup/bootstrap/folders.mjs";
import { longFiles, longFirst } from "./long-first.ts";

test.each(longFiles)("%s is a file of the tests", (file) => {
  expect(existsSync(path.join(project, file))).toBe(true);
});

test("a long file is begun before the others, whose order stays", () => {
  const [first = ""] = longFiles;
  const files = ["test/b.test.ts", "test/a.test.ts", first, "test/c.test.ts"];
  const sorted = longFirst(files.map((file) => ({ moduleId: path.join(project, file) })));
  expect(sorted.map(({ moduleId }) => path.relative(project, moduleId))).toEqual([
    first,
    "test/b.test.ts",
    "test/a.test.ts",
    "test/c.test.ts",
  ]);
});
