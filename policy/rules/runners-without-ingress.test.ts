import { describe, expect, it } from "vitest";
import { runnersWithoutIngress } from "./runners-without-ingress.ts";
import { violationsOf, type ResourceSample } from "../../test/samples/policy-samples.ts";

const child = (type: string, props: Record<string, unknown>): ResourceSample => ({
  type: `openstack:${type}`,
  name: "casulana-amd64-1a2b3c4d-child",
  parent: "debian:cloud:CasulanaRunner",
  props,
});
const [group, rule, port] = [
  "networking/secGroup:SecGroup",
  "networking/secGroupRule:SecGroupRule",
  "networking/port:Port",
];
const server = "compute/instance:Instance";

describe("runners-without-ingress", () => {
  it("says what it wants", () => {
    expect(runnersWithoutIngress.description).toContain("Nothing comes in to a runner");
  });

  const passing: [string, ResourceSample][] = [
    ["a group without default rules", child(group, { deleteDefaultRules: true })],
    ["a rule for what goes out", child(rule, { direction: "egress", ethertype: "IPv6" })],
    ["a port in a group", child(port, { securityGroupIds: ["4f1c"] })],
    ["a server on a port", child(server, { networks: [{ port: "77aa" }] })],
    [
      "another component's open rule",
      { type: `openstack:${rule}`, name: "x", parent: "debian:cloud:TestVm", props: { direction: "ingress" } },
    ],
  ];
  it.each(passing)("lets %s pass", (_case, sample) => {
    expect(violationsOf(runnersWithoutIngress, sample)).toEqual([]);
  });

  const failing: [string, ResourceSample, string][] = [
    ["a group with Neutron's own rules", child(group, {}), "deleteDefaultRules"],
    ["a rule for what comes in", child(rule, { direction: "ingress", protocol: "tcp", portRangeMin: 22 }), "direction"],
    ["a port in the project's default group", child(port, {}), "securityGroupIds"],
    ["a port in no group", child(port, { securityGroupIds: [] }), "securityGroupIds"],
    [
      "a port whose rules do not hold",
      child(port, { securityGroupIds: ["4f1c"], portSecurityEnabled: false }),
      "portSecurity",
    ],
    ["a port without groups", child(port, { securityGroupIds: ["4f1c"], noSecurityGroups: true }), "noSecurityGroups"],
    ["a server on a network", child(server, { networks: [{ name: "public" }] }), "networks"],
    ["a server on a port that is none", child(server, { networks: [{ port: undefined, name: "public" }] }), "networks"],
    ["a server on a port without a name", child(server, { networks: [{ port: "" }] }), "networks"],
    ["a server that says no network", child(server, {}), "networks"],
    ["a public address", child("networking/floatingIp:FloatingIp", { pool: "public" }), "no address"],
  ];
  it.each(failing)("stops %s", (_case, sample, finding) => {
    expect(violationsOf(runnersWithoutIngress, sample)).toEqual([expect.stringContaining(finding)]);
  });
});
