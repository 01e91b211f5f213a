import { describe, expect, test } from "vitest";
import type { Attempt, BootPlan, ImageRecord } from "../tree/record.ts";
import { recordOf } from "../../test/samples/record-samples.ts";
import { day, imageNamed, version } from "../../test/samples/samples.ts";
import { hasBoots, resultsOf, resultsText } from "./results.ts";

const pinned: BootPlan = { where: "qemu", definition: "a".repeat(64) };
const making: Attempt = { day: day("2026-07-01"), outcome: "passed", final: false, findings: [] };
const boot = (outcome: Attempt["outcome"], ...findings: string[]): Attempt => ({
  ...making,
  outcome,
  findings,
  boot: { where: "qemu", definition: "a".repeat(64), evidence: "NAME.tests/1", seconds: 61 },
});

const shown = { phase: "current", reason: "", listed: true, days: { made: day("2026-07-01") } } as const;

const record = (attempts: readonly Attempt[], plan: BootPlan = pinned): ImageRecord =>
  recordOf(imageNamed("debian-13-generic-amd64-daily-20260701-1"), {
    attempts: [making, ...attempts],
    boot: plan,
    targets: { mirror: { ...shown, refs: ["trixie/daily/20260701-1/NAME.json"] } },
  });

/** One image a set, in the order of their versions. */
const history = (...images: ImageRecord[]) =>
  resultsOf({
    sets: images.map((image, index) => ({
      version: version(`2026070${index + 1}-${index + 1}`),
      expect: { required: [], bestEffort: [] },
      images: [image],
    })),
  });

describe("the results of a family", () => {
  test("say what broke since the image before, and what was mended", () => {
    const [family] = history(
      record([boot("failed", "a", "b")]),
      record([boot("failed", "b", "c")]),
      record([boot("passed")]),
    );
    expect(family?.results.map(({ outcome, broke, mended }) => [outcome, broke, mended])).toEqual([
      ["passed", [], ["b", "c"]],
      ["failed", ["c"], ["a"]],
      ["failed", ["a", "b"], []],
    ]);
  });

  test.each<[string, Attempt[], BootPlan | undefined, string]>([
    ["passed at once", [boot("passed")], pinned, "passed"],
    ["passed after a failure", [boot("failed", "a"), boot("passed")], pinned, "flaky"],
    ["had no machine", [boot("broken", "no machine")], pinned, "broken"],
    ["waits", [], pinned, "not tried"],
    ["is not tested", [], { untested: "no machine of arm64" }, "untested"],
  ])("an image that %s", (_, attempts, plan, outcome) => {
    expect(history(record(attempts, plan))[0]?.results[0]?.outcome).toBe(outcome);
  });

  test("pass over an image that had no machine", () => {
    const [family] = history(
      record([boot("failed", "a")]),
      record([boot("broken", "x")]),
      record([boot("failed", "a")]),
    );
    expect(family?.results.map(({ broke }) => broke)).toEqual([[], [], ["a"]]);
  });

  test("are none where no boots were asked for", () => {
    const plain: ImageRecord = { ...record([]), boot: undefined };
    expect(history(plain)).toEqual([]);
    expect(hasBoots(history(record([], { untested: "x" })))).toBe(false);
    expect(hasBoots(history(record([])))).toBe(true);
  });
});

test("the JSON says the same to programs", () => {
  const families = history(record([boot("passed")]));
  expect(JSON.parse(resultsText("trixie/daily", families))).toMatchObject({ kind: "TestResults", families });
});
