import { describe, expect, it } from "vitest";
import { expectationOf } from "../expectation.ts";
import { readBuildTable } from "./build-table.ts";
import { buildsOf } from "./suites.ts";

const table = (builds: unknown, more: object = {}) =>
  readBuildTable({ source: "here", date: "2026-11-28", builds, ...more }, ["sid"]);

describe("the table of builds", () => {
  it("is what upstream's CI builds, by suite", () => {
    const members = (suite: Parameters<typeof buildsOf>[0], vendor: string): string =>
      buildsOf(suite)
        .filter((build) => build.vendor === vendor)
        .map(({ arch }) => arch)
        .join(" ");
    expect(members("bullseye", "azure")).toBe("amd64");
    expect(members("bullseye-backports", "azure")).toBe("amd64 arm64");
    expect(members("trixie", "generic")).toBe("amd64 arm64 ppc64el riscv64");
    expect(members("trixie-backports", "generic")).toBe("amd64 arm64 ppc64el");
    expect(members("trixie-backports", "nocloud")).toBe("amd64 arm64 ppc64el");
    expect(members("bookworm", "nocloud")).toBe("amd64 arm64 ppc64el");
    expect(members("sid", "generic")).toBe("amd64 arm64 ppc64el riscv64 s390x");
  });

  it("says what a set waits for", () => {
    const every = { expect: { required: [], bestEffort: ["*/*"] }, vendors: {} };
    expect(expectationOf({ ...every, suite: "trixie" }).bestEffort).toContain("generic/riscv64");
    expect(expectationOf({ ...every, suite: "trixie-backports" }).bestEffort).not.toContain("generic/riscv64");
  });

  it.each<[string, () => unknown, string]>([
    ["a vendor of nobody's", () => table({ sid: { gneric: ["amd64"] } }), "builds.sid.gneric"],
    [
      "an arch of nobody's",
      () => table({ sid: { generic: ["x86"] } }),
      'builds.sid.generic.0 is "x86": expected one of amd64',
    ],
    ["an arch twice", () => table({ sid: { generic: ["amd64", "amd64"] } }), "expected each arch once"],
    ["a suite of nobody's", () => table({ sid: {}, sdi: {} }), "expected no key sdi"],
    ["a suite left out", () => table({}), "builds.sid: expected an object"],
    ["no day", () => table({ sid: {} }, { date: "lately" }), 'date is "lately": expected a date YYYY-MM-DD'],
    ["no source", () => table({ sid: {} }, { source: "" }), "source"],
  ])("is refused with %s, by its place", (_, read, message) => {
    expect(read).toThrow(message);
  });
});
