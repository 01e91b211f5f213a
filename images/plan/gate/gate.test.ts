import { describe, expect, test } from "vitest";
import { addDays, parseDay, type Day } from "../../model/day.ts";
import { gateOf, verdictOf, type Verdict } from "./gate.ts";
import type { Member } from "../../model/image.ts";
import type { Attempt } from "../../tree/record.ts";

const dayOf = (text: string): Day => {
  const day = parseDay(text);
  if (day === undefined) throw new RangeError(text);
  return day;
};
const today = dayOf("2026-07-17");

/** One attempt a day up to `last`: p passed, f failed, b broken, F failed for good. */
function attempts(outcomes: string, last = "2026-07-16"): Attempt[] {
  return Array.from(outcomes, (letter, index) => ({
    day: addDays(dayOf(last), index + 1 - outcomes.length),
    outcome: letter === "p" ? "passed" : letter === "b" ? "broken" : "failed",
    final: letter === "F",
    findings: letter.toLowerCase() === "f" ? ["no login"] : [],
  }));
}

describe("the verdict of an image", () => {
  test.each<[string, string, boolean, Verdict["state"]]>([
    ["nothing was tried", "", true, "undecided"],
    ["the infrastructure failed, however often", "bbbbb", true, "undecided"],
    ["it passed", "p", true, "passed"],
    ["it passed after the infrastructure failed", "bp", false, "passed"],
    ["it failed yesterday", "f", true, "undecided"],
    ["it failed twice", "ff", true, "undecided"],
    ["it failed three times", "fff", true, "failed"],
    ["it failed three times with broken attempts between", "fbfbf", true, "failed"],
    ["its bytes are wrong", "F", true, "failed"],
    ["its bytes are wrong, whatever passed before", "pF", true, "failed"],
    ["it passed after a failure, and that is enough", "fp", true, "passed"],
    ["it passed after a failure, and a person must accept that", "fp", false, "waiting"],
    ["it failed, and a pass would have to be accepted", "f", false, "waiting"],
  ])("when %s (%s, flaky passes: %s) is %s", (_, outcomes, flakyPasses, state) => {
    expect(verdictOf(attempts(outcomes), today, flakyPasses).state).toBe(state);
  });

  test("after a failure waits for another day", () => {
    const verdict = verdictOf(attempts("f", "2026-07-17"), today, true);
    expect(verdict).toEqual({
      state: "waiting",
      reason: "failed on 2026-07-17 (no login); tried again on 2026-07-18",
    });
  });

  test("waits as well when a wrong clock put the failure in the future", () => {
    expect(verdictOf(attempts("f", "2027-01-01"), today, true).state).toBe("waiting");
  });

  test("tells a pass after a failure as flaky", () => {
    expect(verdictOf(attempts("fp"), today, true)).toEqual({ state: "passed", flaky: true });
    expect(verdictOf(attempts("bp"), today, true)).toEqual({ state: "passed", flaky: false });
  });

  test("says of a release the same before and after the pass that has to be accepted", () => {
    const [failed, passed] = [attempts("f", "2026-07-15"), attempts("fp", "2026-07-16")];
    expect(verdictOf(passed, today, false)).toEqual(verdictOf(failed, today, false));
  });
});

describe("the gate of a set", () => {
  const passed: Verdict = { state: "passed", flaky: false };
  const failed: Verdict = { state: "failed", reason: "failed on 2026-07-16" };
  const waiting: Verdict = { state: "waiting", reason: "failed on 2026-07-17" };
  const undecided: Verdict = { state: "undecided" };
  const members: Member[] = ["generic/amd64", "generic/arm64"];
  const gate = (...verdicts: (Verdict | null)[]) =>
    gateOf(members, (member) => verdicts[members.indexOf(member)] ?? null);

  test.each<[string, (Verdict | null)[], string, string]>([
    ["open", [passed, passed], "every required image passed", "all passed"],
    ["open", [passed, { state: "passed", flaky: true }], "flaky: generic/arm64", "one is flaky"],
    ["assumed", [passed, undecided], "tests run during this update", "one is undecided"],
    ["waiting", [passed, null], "generic/arm64 missing", "one is missing"],
    ["waiting", [undecided, waiting], "generic/arm64 failed on 2026-07-17", "one waits"],
    ["closed", [failed, null], "generic/amd64 failed on 2026-07-16", "one failed, whatever else is missing"],
  ])("is %s when of %j … %s (%s)", (state, verdicts, reason) => {
    expect(gate(...verdicts)).toMatchObject({ state, reason: expect.stringContaining(reason) as string });
  });
});
