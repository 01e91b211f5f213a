import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { project } from "../setup/bootstrap/folders.mjs";
import { namedClouds, wronglyNamed } from "./named-clouds.js";

it.each(namedClouds.flatMap(({ cloud, at }) => at.map((place) => [cloud, place])))(
  "%s may be named in %s, which is there",
  (_cloud, place) => {
    expect(existsSync(path.join(project, place))).toBe(true);
  },
);

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
