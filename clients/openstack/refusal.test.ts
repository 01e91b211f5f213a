import { expect, test } from "vitest";
import { Refusal } from "./refusal.ts";

const call = { cloud: "ours", method: "POST", service: "compute", path: "/servers" };

test.each([
  ["Nova's", 403, "Quota exceeded for cores: Requested 1, but already used 10 of 10 cores", "a higher quota"],
  ["Neutron's", 409, "Quota exceeded for resources: ['port'].", "a higher quota"],
  ["Glance's", 413, "The request returned 413 Request Entity Too Large", "a higher quota"],
  ["a role's lack", 403, "Policy doesn't allow os_compute_api:servers:create to be performed.", "the role"],
  ["another conflict", 409, "Image is protected", "what the service says"],
])("a refusal names its remedy: %s", (_case, status, said, remedy) => {
  expect(new Refusal(call, status, said).problems[0]?.remedy).toContain(remedy);
});
