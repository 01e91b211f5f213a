import { expect, test } from "vitest";
import { modulesOf } from "./program-digest.ts";

test("pages are made of their modules, of what these import, and of their data; not of types, tests and packages", async () => {
  const names = [...(await modulesOf(["images/finder/finder.ts", "images/readers/formats.ts"])).keys()];
  expect(names).toEqual(
    expect.arrayContaining([
      "images/finder/style.ts",
      "images/finder/pages/start.ts",
      "images/boot-tests/seeds.ts",
      "images/model/definitions/kernels.json",
      "images/plan/retention/hide.ts",
      "images/readers/atom-feed.ts",
    ]),
  );
  expect(names).not.toContain("images/finder/settings.ts");
  expect(names.filter((name) => !/^images\/(?!.*\.test\.).*\.(?:ts|json)$/.test(name))).toEqual([]);
});

test("a module that is not there is none", async () => {
  expect(await modulesOf(["images/finder/nowhere.ts"])).toEqual(new Map());
});
