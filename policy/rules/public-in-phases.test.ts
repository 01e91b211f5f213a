import { describe, expect, it } from "vitest";
import { glanceAccess } from "../../targets/openstack/model/access.ts";
import { phases, type Phase } from "../../images/tree/record.ts";
import { publicInPhases } from "./public-in-phases.ts";
import { violationsOf, type ResourceSample } from "../../test/samples/policy-samples.ts";

const access = (props: Record<string, unknown>): ResourceSample => ({
  type: "debian:openstack:ImageAccess",
  name: "debian-13-generic-amd64-daily-20260717-2542-openstack-partner-access",
  props,
});

describe("public-in-phases", () => {
  it("says what it wants", () => {
    expect(publicInPhases.description).toContain("only while it is current");
  });

  const visible = ["community", "public"] as const;
  it.each(phases.flatMap((phase) => visible.map((shownTo) => [phase, shownTo] as const)))(
    "lets what is %s be seen as the program has it, in a stack of %s images",
    (phase, shownTo) => {
      expect(violationsOf(publicInPhases, access({ phase, ...glanceAccess(phase, shownTo) }))).toEqual([]);
    },
  );

  it.each<[Phase]>([["made"], ["held"], ["failed"], ["withdrawn"], ["lost"], ["gone"]])(
    "stops an image that is %s from being seen",
    (phase) => {
      for (const visibility of [...visible, "shared"])
        for (const hidden of [true, false])
          expect(violationsOf(publicInPhases, access({ phase, visibility, hidden }))).not.toEqual([]);
    },
  );

  it.each<[Phase, string, boolean]>([
    ["hidden", "community", false],
    ["current", "public", true],
    ["current", "shared", false],
  ])("stops what is %s from being %s with hidden %s", (phase, visibility, hidden) => {
    expect(violationsOf(publicInPhases, access({ phase, visibility, hidden }))).not.toEqual([]);
  });

  it("stops an access that does not say its phase, and an upload that anybody sees", () => {
    expect(violationsOf(publicInPhases, access({ visibility: "public", hidden: false }))).not.toEqual([]);
    const upload = { ...access({ visibility: "public" }), type: "debian:openstack:Image" };
    expect(violationsOf(publicInPhases, upload)).not.toEqual([]);
    expect(violationsOf(publicInPhases, { ...upload, props: {} })).toEqual([]);
  });
});
