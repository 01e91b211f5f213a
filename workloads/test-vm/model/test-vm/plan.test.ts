import { describe, expect, it } from "vitest";
import { planTests, type TestFacts } from "./plan.ts";
import type { VmRecord } from "./record.ts";

const file = { place: "/images/trixie.qcow2", identity: "1-2", manifest: null };
const combination = {
  cloud: "ours",
  image: "trixie",
  arch: "amd64",
  firmware: "bios",
  diskBus: "scsi",
  flavor: "small",
};
const facts: TestFacts = {
  wanted: [{ combination, file, definition: "d" }],
  records: [],
  expired: new Set(),
  attempts: 3,
};
const planned = planTests(facts).vms[0];
const key = planned?.key ?? "";
const record = (attempt: number, verdict: VmRecord["verdict"]): VmRecord => ({
  key,
  attempt,
  verdict,
  findings: [],
  checks: [],
  image: "trixie",
  lineage: "fai",
  combination,
  at: "2026-07-12T12:00:00Z",
  seconds: 71,
});
const namesOf = (more: Partial<TestFacts>): string[] => planTests({ ...facts, ...more }).vms.map(({ name }) => name);

describe("the VMs that are to be there", () => {
  it("are those that are wanted", () => {
    expect(namesOf({})).toEqual([`debian-test-${key}-1`]);
  });

  it.each(["passed", "failed"] as const)(
    "are not those that have %s: they go, and their result is known",
    (verdict) => {
      const plan = planTests({ ...facts, records: [record(1, verdict)] });
      expect(plan.vms).toEqual([]);
      expect(plan.done).toEqual([record(1, verdict)]);
    },
  );

  it("are tried again under another name when the cloud broke them, so that nothing broken stays", () => {
    expect(namesOf({ records: [record(1, "broken")] })).toEqual([`debian-test-${key}-2`]);
  });

  it("are given up after so many attempts, and that is said", () => {
    const plan = planTests({ ...facts, records: [1, 2, 3].map((attempt) => record(attempt, "broken")) });
    expect([plan.vms, plan.givenUp]).toEqual([[], [key]]);
  });

  it("leave when their time is over", () => {
    expect(namesOf({ expired: new Set([`debian-test-${key}-1`]) })).toEqual([]);
  });

  it("wait for another image when the time of theirs is over: the sweep of this run removes it", () => {
    const records = [record(1, "broken")];
    expect(namesOf({ records, expired: new Set([planned?.imageName ?? ""]) })).toEqual([]);
  });

  it("are others when the file or the test changes", () => {
    const other = { ...file, identity: "3-4" };
    expect(namesOf({ wanted: [{ combination, file: other, definition: "d" }] })).not.toEqual(namesOf({}));
    expect(namesOf({ wanted: [{ combination, file, definition: "e" }] })).not.toEqual(namesOf({}));
  });

  it("share the image of the same hardware, and no other", () => {
    const imageOf = (changed: Record<string, string>) =>
      planTests({ ...facts, wanted: [{ combination: { ...combination, ...changed }, file, definition: "d" }] }).vms[0]
        ?.imageName;
    expect(imageOf({ flavor: "large" })).toBe(planned?.imageName);
    expect(imageOf({ diskBus: "virtio" })).not.toBe(planned?.imageName);
  });
});
