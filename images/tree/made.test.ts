import { describe, expect, it } from "vitest";
import { recordOf } from "../../test/samples/record-samples.ts";
import { day as dayOf, imageNamed } from "../../test/samples/samples.ts";
import { contentOf, outcomeOf } from "./made.ts";
import type { Attempt } from "./record.ts";

const name = "debian-13-generic-amd64-daily-20260717-2542";
const day = dayOf("2026-07-17");
const record = recordOf(imageNamed(name), {
  files: [{ name: `${name}.tar.xz`, size: 1, sha512: "c".repeat(128) }],
});

const attempt = (outcome: Attempt["outcome"]): Attempt => ({ day, outcome, final: outcome === "failed", findings: [] });

describe("what came of making an image", () => {
  it.each<[Attempt["outcome"][], string]>([
    [[], "passed"],
    [["passed"], "passed"],
    [["failed"], "failed"],
    [["failed", "passed"], "passed"],
    [["broken"], "passed"],
  ])("after attempts %j is %s", (outcomes, expected) => {
    expect(outcomeOf({ ...record, attempts: outcomes.map(attempt) })).toBe(expected);
  });
});

describe("the content of an image", () => {
  it("stays when its standing changes", () => {
    const shown = { phase: "current", reason: "", listed: true, days: { made: day, shown: day }, refs: [] } as const;
    expect(contentOf({ ...record, targets: { mirror: { ...shown, refs: [] } } })).toBe(contentOf(record));
  });

  it("changes with its files and its attempts", () => {
    const contents = [record, { ...record, files: [] }, { ...record, attempts: [attempt("passed")] }].map(contentOf);
    expect(new Set(contents).size).toBe(3);
  });
});
