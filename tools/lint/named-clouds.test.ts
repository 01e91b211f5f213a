import { describe, expect, it } from "vitest";
import { wronglyNamed } from "./named-clouds.js";

describe("OpenStack", () => {
  it.each<[string, string]>([
    ["targets/openstack/facts.ts", "// asks Glance"],
    ["targets/models.ts", 'import { openstackModel } from "./openstack/model/index.ts";'],
    ["workloads/amphora/facts.ts", "const glanceId = null;"],
    ["stacks/publication/publish.ts", "for (const cloud of models) cloud.upload();"],
  ])("may be named in %s: %s", (file, text) => {
    expect(wronglyNamed(file, text)).toEqual([]);
  });

  it.each<[string, string]>([
    ["stacks/publication/publish.ts", 'import { showAll } from "../../targets/openstack/resources.ts";'],
    ["images/plan/retention/hide.ts", "// Glance hides in place"],
    ["policy/identity.ts", "openstackTypes"],
    ["targets/config.ts", "openstack: z.array(cloud)"],
  ])("may not be named in %s: %s", (file, text) => {
    expect(wronglyNamed(file, text)).toEqual(["OpenStack"]);
  });
});
