import { parse } from "parse5";
import { describe, expect, it } from "vitest";
import type { VmRecord } from "../test-vm/record.ts";
import { vmRecord } from "../../../../test/samples/workloads/test-vms.ts";
import { bootTestsOf } from "./boots.ts";
import { compareLineages } from "./lineages.ts";
import { vmHistories } from "./vm-history.ts";
import { allResultsPage, allResultsText, type AllResults } from "./vm-page.ts";

const on = (day: number, verdict: VmRecord["verdict"], ...findings: string[]): VmRecord =>
  vmRecord({ at: `2026-07-${day}T12:00:00Z`, key: `00000000${day}`, verdict, findings });

const tempest = vmRecord({
  combination: { cloud: "ours", image: "trixie", arch: "amd64", test: "tempest" },
  tempest: { passed: 51, skipped: 8 },
});

describe("results of test VMs over time", () => {
  it("are told newest first, with what broke and what is mended since the run before", () => {
    const [history] = vmHistories([on(12, "failed", "hosts"), on(11, "passed"), on(13, "failed", "network")]);
    expect(history?.results.map(({ at, broke, mended }) => [at.slice(8, 10), broke, mended])).toEqual([
      ["13", ["network"], ["hosts"]],
      ["12", ["hosts"], []],
      ["11", [], []],
    ]);
  });

  it("break nothing by what was the cloud's fault, and are compared over it", () => {
    const [history] = vmHistories([on(11, "failed", "hosts"), on(12, "broken", "ERROR"), on(13, "failed", "hosts")]);
    expect(history?.results.map(({ verdict, broke }) => [verdict, broke])).toEqual([
      ["failed", []],
      ["broken", []],
      ["failed", ["hosts"]],
    ]);
  });

  it("of another image or on other hardware are another history; Tempest's come first", () => {
    const elsewhere = { ...vmRecord().combination, cloud: "partner" };
    const all = vmHistories([vmRecord(), vmRecord({ combination: elsewhere }), vmRecord({ image: "sid" }), tempest]);
    expect(all.map(({ kind, image, combination }) => [kind, image, combination["cloud"]])).toEqual([
      ["tempest", "trixie", "ours"],
      ["image", "sid", "ours"],
      ["image", "trixie", "ours"],
      ["image", "trixie", "partner"],
    ]);
  });
});

const checked = (image: string, checks: Record<string, "passed" | "failed">, more: Partial<VmRecord> = {}): VmRecord =>
  vmRecord({
    image,
    lineage: image === "old" ? "scripts" : "fai",
    checks: Object.entries(checks).map(([name, result]) => ({ name, result })),
    ...more,
  });

const rowsOf = (...records: VmRecord[]) =>
  compareLineages(records).map(({ check, fai, scripts, difference }) => [
    check,
    `${fai.failed.length}/${fai.vms}`,
    `${scripts.failed.length}/${scripts.vms}`,
    difference,
  ]);

describe("images of both lineages side by side", () => {
  it("are compared check by check, and the difference is named", () => {
    const rows = rowsOf(
      checked("new", { hosts: "failed", sources: "passed", kernel: "passed", network: "failed" }),
      checked("old", { hosts: "passed", sources: "failed", kernel: "passed", network: "failed" }),
    );
    expect(rows).toEqual([
      ["hosts", "1/1", "0/1", "only images of FAI fail it"],
      ["kernel", "0/1", "0/1", null],
      ["network", "1/1", "1/1", null],
      ["sources", "0/1", "1/1", "only images of the old scripts fail it"],
    ]);
  });

  it("name the hardware on which a check failed", () => {
    const [row] = compareLineages([checked("new", { hosts: "failed" }), checked("old", { hosts: "passed" })]);
    expect(row?.fai.failed).toEqual(["ours small tests kvm bios scsi"]);
  });

  it("say which check was not asked of one of them", () => {
    expect(rowsOf(checked("new", { packages: "passed" }), checked("old", {}))).toEqual([
      ["packages", "0/1", "0/0", "not asked of images of the old scripts"],
    ]);
  });

  it("count by their last verdict on the same hardware", () => {
    const later = { at: "2026-07-13T12:00:00Z" };
    const old = checked("old", { hosts: "passed" });
    const records = [checked("new", { hosts: "passed" }, later), checked("new", { hosts: "failed" }), old];
    expect(rowsOf(...records)).toEqual([["hosts", "0/1", "0/1", null]]);
  });

  it.each([
    ["one lineage alone", [checked("new", { hosts: "passed" })]],
    ["another arch", [checked("new", { hosts: "passed" }), onArm(checked("old", { hosts: "failed" }))]],
    ["what a cloud broke", [checked("new", { hosts: "passed" }), checked("old", {}, { verdict: "broken" })]],
  ])("have no row for %s", (_case, records) => {
    expect(compareLineages(records)).toEqual([]);
  });
});

function onArm(record: VmRecord): VmRecord {
  return { ...record, combination: { ...record.combination, arch: "arm64" } };
}

const all: AllResults = {
  vms: vmHistories([tempest, on(11, "passed"), on(12, "failed", "<b>hosts</b>")]),
  lineages: compareLineages([checked("new", { hosts: "passed" }), checked("old", { hosts: "failed" })]),
  boots: [bootTestsOf("trixie/daily", bootTests("doubled sources"))],
  consoles: "results/",
};

function bootTests(...broke: string[]): string {
  const families = [{ member: "generic/amd64", results: [{ version: "20260701-1", broke }] }];
  return JSON.stringify({ kind: "TestResults", channel: "trixie/daily", families });
}

describe("the page of all results", () => {
  const page = allResultsPage(all);

  it("is HTML in which a guest's words are text", () => {
    const problems: string[] = [];
    parse(page, { onParseError: ({ code }) => problems.push(code) });
    expect(problems).toEqual([]);
    expect(page).not.toContain("<b>hosts");
  });

  it("has boot tests, Tempest, test VMs and both lineages", () => {
    expect(page).toContain('<a href="trixie/daily/tests.html">trixie/daily</a>: 1 families; broke: generic/amd64 2026');
    expect(page).toContain("51 passed, 8 skipped");
    expect(page).toContain('href="results/0000000012/1.console.txt"');
    expect(page).toContain("<td>only images of the old scripts fail it</td>");
  });

  it("leads to no console that is not served beside it", () => {
    expect(allResultsPage({ ...all, consoles: null })).not.toContain("console.txt");
  });

  it("says where there is nothing", () => {
    expect(allResultsPage({ vms: [], lineages: [], boots: [], consoles: "" }).match(/<p>N/g)).toHaveLength(4);
  });

  it("is JSON too", () => {
    expect(JSON.parse(allResultsText(all))).toMatchObject({
      kind: "AllTestResults",
      vms: [{ kind: "tempest" }, { kind: "image" }],
      lineages: [{ check: "hosts" }],
      boots: [{ channel: "trixie/daily" }],
    });
  });
});

describe("what a channel says of its boot tests", () => {
  it("is refused where it is something else", () => {
    expect(() => bootTestsOf("trixie", "{}")).toThrow(/trixie\/tests\.json/);
  });
});
