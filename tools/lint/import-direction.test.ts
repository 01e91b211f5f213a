import { expect, test } from "vitest";
import { wrongDirection } from "./import-direction.js";

const project = "/checkout";

test.each([
  ["index.ts", "./stacks/roles.ts"],
  ["tools/up.ts", "../storage/index.ts"],
  ["tools/up.ts", "../images/plan/plan.ts"],
  ["stacks/publication.ts", "../components/published-image.ts"],
  ["stacks/publication.ts", "./facts/read.ts"],
  ["stacks/policy.ts", "../policy/ask.ts"],
  ["tools/audit.ts", "../policy/ask.ts"],
  ["tools/audit/state.ts", "../../provider/index.ts"],
  ["stacks/facts/records.ts", "../../storage/set.ts"],
  ["components/published-image.ts", "./resources/boot-test.ts"],
  ["policy/pack.ts", "../images/names.ts"],
  ["provider/mirror/version.ts", "../../storage/set.ts"],
  ["storage/set.ts", "../images/record.ts"],
  ["images/plan/plan.ts", "../day.ts"],
  ["images/plan/plan.ts", "zod"],
])("%s may import %s", (importer, source) => {
  expect(wrongDirection(`${project}/${importer}`, source, project)).toBeUndefined();
});

test.each([
  ["index.ts", "./components/published-image.ts"],
  ["tools/up.ts", "../provider/index.ts"],
  ["stacks/publication.ts", "../storage/set.ts"],
  ["stacks/publication.ts", "../tools/up.ts"],
  ["components/published-image.ts", "../stacks/config.ts"],
  ["components/published-image.ts", "../storage/set.ts"],
  ["policy/pack.ts", "../components/published-image.ts"],
  ["policy/pack.ts", "../stacks/config.ts"],
  ["provider/mirror/version.ts", "../../stacks/config.ts"],
  ["storage/set.ts", "../provider/index.ts"],
  ["images/plan/plan.ts", "../../storage/set.ts"],
])("%s may not import %s", (importer, source) => {
  expect(wrongDirection(`${project}/${importer}`, source, project)).toMatch(/may not import from/);
});
