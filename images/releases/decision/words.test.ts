import { describe, expect, it } from "vitest";
import { version } from "../../../test/samples/samples.ts";
import type { Decision } from "./types.ts";
import { decisionInWords } from "./words.ts";

const proposal: Decision = {
  verdict: "publish",
  version: version("20260717-2542"),
  rule: "reboot",
  reasons: ["linux 6.1.128-1 fixes DSA-5860-1 (CVE-2024-36899 and 62 more), needs a reboot"],
  written: null,
  acts: false,
  changes: [],
  waiting: [],
};

const cases: readonly (readonly [string, Partial<Decision>, string])[] = [
  [
    "a proposal, with what a person has to do",
    {},
    "publish 20260717-2542 (proposed): linux 6.1.128-1 fixes DSA-5860-1 (CVE-2024-36899 and 62 more), needs a reboot; " +
      "to approve it set cloud-images:publish to this version, with a reason",
  ],
  [
    "a release",
    { acts: true },
    "publish 20260717-2542: linux 6.1.128-1 fixes DSA-5860-1 (CVE-2024-36899 and 62 more), needs a reboot",
  ],
  [
    "a forced release, with what was written",
    { acts: true, rule: "person", written: "the team agreed", reasons: ["1 package changed"] },
    "publish 20260717-2542 (by a person: the team agreed): 1 package changed",
  ],
  [
    "a hold by a person who wrote nothing",
    { verdict: "hold", rule: "person", reasons: ["releases of trixie are held"] },
    "hold (by a person: no reason is written): releases of trixie are held",
  ],
  ["a hold", { verdict: "hold", rule: "nothing", reasons: ["no package changed"] }, "hold: no package changed"],
  [
    "a wait",
    { verdict: "waiting-for-build", rule: "waiting-for-build", reasons: ["glibc 2.36-9+deb12u6 fixes DSA-5673-1"] },
    "waiting for a build: glibc 2.36-9+deb12u6 fixes DSA-5673-1",
  ],
  [
    "the weightiest of many reasons, in one line",
    { verdict: "hold", rule: "nothing", reasons: ["a\nb", "c", "d", "e", "f"] },
    "hold: a b; c; d; and 2 more",
  ],
];

describe("a decision in words", () => {
  it.each(cases)("tells %s", (_, change, words) => {
    expect(decisionInWords({ ...proposal, ...change })).toBe(words);
  });
});
