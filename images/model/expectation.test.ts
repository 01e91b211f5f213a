import { expect, test } from "vitest";
import { buildsOf } from "./definitions/suites.ts";
import { expectationOf, membersMatching } from "./expectation.ts";

test("what is required is not best effort as well", () => {
  const { required, bestEffort } = expectationOf({
    expect: { required: ["*/amd64"], bestEffort: ["*/*"] },
    suite: "bookworm",
    vendors: {},
  });
  expect(required).toEqual(["azure/amd64", "ec2/amd64", "generic/amd64", "genericcloud/amd64", "nocloud/amd64"]);
  expect(bestEffort).toContain("generic/ppc64el");
  expect(bestEffort.filter((member) => required.includes(member))).toEqual([]);
});

test.each([
  ["generic/*", ["generic/amd64", "generic/arm64", "generic/ppc64el"]],
  ["*/ppc64el", ["generic/ppc64el", "nocloud/ppc64el"]],
  ["ec2/arm64", ["ec2/arm64"]],
  ["generic/s390x", []],
  ["generic", []],
  ["generic/*/x", []],
])("%s names of bookworm's builds %j", (pattern, members) => {
  expect(membersMatching(pattern, buildsOf("bookworm"))).toEqual(members);
});
