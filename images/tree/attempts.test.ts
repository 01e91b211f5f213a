import { describe, expect, test } from "vitest";
import type { Attempt, BootPlan } from "./record.ts";
import { day } from "../../test/samples/samples.ts";
import { bootsDone, lastDecided, mayJoin, mustBoot } from "./attempts.ts";

const boot = { where: "qemu", definition: "a".repeat(64), evidence: "NAME.tests/1", seconds: 60 };

/** Small letters are boots, large ones the making: p passed, f failed, b broken. */
const attempts = (outcomes: string): Attempt[] =>
  Array.from(outcomes, (letter) => ({
    day: day("2026-07-17"),
    outcome: letter.toLowerCase() === "p" ? "passed" : letter.toLowerCase() === "b" ? "broken" : "failed",
    final: letter === "F",
    findings: [],
    ...(letter === letter.toLowerCase() && { boot }),
  }));

const pinned: BootPlan = { where: "qemu", definition: "a".repeat(64) };
const untested: BootPlan = { untested: "no machine of arm64 is at hand" };

describe("an image", () => {
  test.each<[string, BootPlan | undefined, string, boolean]>([
    ["that need not boot joins once it is made", undefined, "P", true],
    ["that need not boot stays away when it was made wrong", undefined, "F", false],
    ["that is not tested joins once it is made", untested, "P", true],
    ["that has to boot does not join before it did", pinned, "P", false],
    ["joins when it booted", pinned, "Pp", true],
    ["stays away when it did not boot", pinned, "Pf", false],
    ["stays away when only the infrastructure failed", pinned, "Pb", false],
    ["stays in when the infrastructure failed after a pass", pinned, "Ppb", true],
    ["joins when it booted at last", pinned, "Pffp", true],
    ["never joins when it was made wrong", pinned, "F", false],
  ])("%s", (_, plan, outcomes, joins) => {
    expect(mayJoin({ attempts: attempts(outcomes), ...(plan && { boot: plan }) })).toBe(joins);
  });

  test("is decided by its boots, not by its making", () => {
    expect(lastDecided({ attempts: attempts("P"), boot: pinned })).toBeUndefined();
    expect(lastDecided({ attempts: attempts("PfB"), boot: pinned })?.outcome).toBe("failed");
  });

  test("was booted as often as a boot came to an end", () => {
    expect(bootsDone({ attempts: attempts("PbfbpP") })).toBe(2);
  });

  test.each([
    [pinned, true],
    [untested, false],
    [undefined, false],
  ])("%j has to boot: %s", (plan, must) => {
    expect(mustBoot({ ...(plan && { boot: plan }) })).toBe(must);
  });
});
