import { expect, test } from "vitest";
import { wrongDirection } from "./import-direction.js";

const project = "/checkout";

test.each([
  ["index.ts", "./stacks/roles.ts"],
  ["tools/up.ts", "../storage/tree/records.ts"],
  ["tools/up.ts", "../images/plan/plan.ts"],
  ["test/engine/world/world.ts", "../engine/stack.ts"],
  ["stacks/publication/stack.ts", "../../components/published-image.ts"],
  ["stacks/publication/stack.ts", "./facts/index.ts"],
  ["stacks/publication/facts/tree/records.ts", "../../../../storage/tree/records.ts"],
  ["stacks/amphora.ts", "../workloads/amphora/model/plan.ts"],
  ["components/published-image.ts", "./resources.ts"],
  ["policy/identity.ts", "../targets/openstack/model/resources.ts"],
  ["provider/mirror/version/index.ts", "../../../storage/tree/records.ts"],
  ["workloads/amphora/facts.ts", "../../clients/openstack/services/glance.ts"],
  ["targets/openstack/facts.ts", "../../clients/openstack/services/glance.ts"],
  ["storage/tree/records.ts", "../../images/tree/record.ts"],
  ["images/plan/plan.ts", "../model/day.ts"],
  ["images/plan/plan.ts", "zod"],
])("%s may import %s", (importer, source) => {
  expect(wrongDirection(`${project}/${importer}`, source, project)).toBeUndefined();
});

test.each([
  ["index.ts", "./components/published-image.ts"],
  ["tools/up.ts", "../test/worlds/settled.ts"],
  ["stacks/publication/stack.ts", "../../storage/tree/records.ts"],
  ["stacks/publication/stack.ts", "../../tools/up.ts"],
  ["components/published-image.ts", "../stacks/config.ts"],
  ["components/published-image.ts", "../storage/tree/records.ts"],
  ["policy/pack.ts", "../components/published-image.ts"],
  ["policy/pack.ts", "../stacks/config.ts"],
  ["provider/mirror/version/index.ts", "../../../stacks/config.ts"],
  ["targets/openstack/resources.ts", "../../components/published-image.ts"],
  ["workloads/amphora/config.ts", "../../stacks/publication/config/config.ts"],
  ["clients/openstack/services/glance.ts", "../../../targets/openstack/facts.ts"],
  ["storage/tree/records.ts", "../../provider/index.ts"],
  ["images/plan/plan.ts", "../../storage/tree/records.ts"],
])("%s may not import %s", (importer, source) => {
  expect(wrongDirection(`${project}/${importer}`, source, project)).toMatch(/may not import from/);
});

test("a file in a folder that is no room is refused, whatever it imports of ours", () => {
  expect(wrongDirection(`${project}/utils/text.ts`, "../images/model/day.ts", project)).toMatch(/is no room/);
});
