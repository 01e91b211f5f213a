import { describe, expect, it } from "vitest";
import { violationsOf, type ResourceSample } from "../../test/samples/policy-samples.ts";
import { leasedName } from "../../workloads/test-vm/model/test-vm/lease.ts";
import { testVmsExpire } from "./test-vms-expire.ts";

const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const name = "debian-test-3f9c21aa07-1";

const vm = (props: Record<string, unknown>): ResourceSample => ({ type: "debian:cloud:TestVm", name, props });
const server = (props: Record<string, unknown>, called = `${name}-server`): ResourceSample => ({
  type: "openstack:compute/instance:Instance",
  name: called,
  props,
});

/** A server that has its end in both places. */
const leased = (expires: string): ResourceSample =>
  server({
    name: leasedName({ name, expires: new Date(expires) }),
    metadata: { "debian-test": name, expires },
  });

describe("test-vms-expire", () => {
  it("says what it wants", () => {
    expect(testVmsExpire.description).toContain("expires soon");
  });

  const passing: [string, ResourceSample][] = [
    ["a VM that goes today", vm({ expires: inHours(6) })],
    ["one that is to go already", vm({ expires: inHours(-6) })],
    [
      "a server that bears its end",
      server({
        name: `${name}-until-20260712T1230Z`,
        metadata: { "debian-test": name, expires: "2026-07-12T12:30:00Z" },
      }),
    ],
    ["a server that goes today", leased(inHours(6))],
    ["a server that is no test's", server({ name: "runner-1" }, "runner-1-server")],
  ];
  it.each(passing)("lets %s pass", (_case, sample) => {
    expect(violationsOf(testVmsExpire, sample)).toEqual([]);
  });

  const failing: [string, ResourceSample, string][] = [
    ["a VM without an end", vm({}), "expected a time at which it expires"],
    ["one that stays for a month", vm({ expires: inHours(720) }), "expected to expire within 7 days, not in 30"],
    ["a server that stays for a thousand years", leased("2999-07-12T12:30:00.000Z"), "within 7 days"],
    [
      "a server whose name says another time",
      server({ ...leased(inHours(6)).props, name: `${name}-until-29991231T0000Z` }),
      "in its name",
    ],
    [
      "a VM's server under any name",
      { ...server({ name: "x" }, "anything"), parent: "debian:cloud:TestVm" },
      "in its name",
    ],
    ["a server without one in its name", server({ name: "x", metadata: { "debian-test": name } }), "in its name"],
  ];
  it.each(failing)("stops %s", (_case, sample, message) => {
    expect(violationsOf(testVmsExpire, sample).join()).toContain(message);
  });
});
