import { describe, expect, it } from "vitest";
import { readTempest } from "./results.ts";
import { toldTempest } from "../../../../test/samples/workloads/tempest.ts";

const run = "5f3c01ab77";
const name = "tempest.api.identity.v3.test_domains.DomainsTestJSON.test_domain";
const time = "2026-11-23 02:21:38.760000+00:00,2026-11-23 02:21:39.165000+00:00";

const csv = (...lines: string[]): string =>
  toldTempest(run, ["test,status,start_time,stop_time", ...lines].join("\r\n"));

describe("what Tempest told", () => {
  it("passes by tests that passed; what the cloud has no service for is skipped", () => {
    expect(readTempest(csv(`${name},success,${time}`, `"${name}[id-1,smoke]",skip,${time}`), run)).toEqual({
      verdict: "passed",
      passed: 1,
      skipped: 1,
      failed: [],
      findings: [],
    });
  });

  it("fails by one that failed, and by one that never ended", () => {
    const results = readTempest(csv(`"${name}[id-1,smoke]",fail,${time}`, `${name}_2,inprogress,${time}`), run);
    expect([results.verdict, results.failed]).toEqual(["failed", [`${name}[id-1,smoke]`, `${name}_2`]]);
  });

  it.each([
    ["nothing", "login: ", "Tempest reported nothing"],
    ["why it could not", "\ntempest-gave-up: it has no workspace\r\n", "Tempest reported nothing: it has no workspace"],
    ["no test", csv(), "Tempest ran no test"],
    ["another run's", csv(`${name},success,${time}`).replaceAll(run, "0000000000"), "Tempest reported nothing"],
  ])("is broken where it told %s", (_case, console, finding) => {
    const { verdict, findings } = readTempest(console, run);
    expect([verdict, findings.join()]).toEqual(["broken", expect.stringContaining(finding)]);
  });

  it("has no names that a terminal obeys", () => {
    const [failed] = readTempest(csv(`\u001b[31m${name},fail,${time}`), run).failed;
    expect(failed).not.toContain("\u001b");
  });
});
