import { describe, expect, it } from "vitest";
import { Story } from "../../../../test/histories/story.ts";
import { describeProblem } from "../../../../images/model/errors.ts";
import { isMissedWithdrawal, misnamed, type NamingChannel } from "./misnamed.ts";

const [gone, withdrawn, current, offered] = ["20260701-1", "20260702-2", "20260703-3", "20260704-4"] as const;

/** A daily channel in which one set is gone, one withdrawn, one current, and one has just arrived. */
const facts = (): NamingChannel["facts"] => {
  const story = new Story().arrives(gone, { outcomes: ["failed for good"] }).run();
  story.arrives(withdrawn).after(1).happens({ kind: "withdraw", key: withdrawn, reason: "does not boot" }).run();
  return story.arrives(current).after(1).after(7).arrives(offered).world.facts();
};

const policy = { withdraw: {}, allowDelete: [], acceptFlaky: [], keepReleased: {} };
const withdrawing = (key: string, known = facts()) =>
  misnamed([{ facts: known, policy: { ...policy, withdraw: { [key]: "bad" } } }]);

describe("a key of the configuration", () => {
  it.each([
    ["what is current", current],
    ["one image of it", `${current}/generic/arm64`],
    ["what has just arrived", `${offered}/generic/amd64`],
    ["what is withdrawn already", withdrawn],
    ["what went long ago", gone],
    ["one image of what went", `${gone}/generic/amd64`],
  ])("may name %s", (_, key) => {
    expect(withdrawing(key)).toEqual([]);
  });

  it.each([
    ["a version with two digits exchanged", "20260730-3", `perhaps ${current} is meant`],
    ["a version with another serial number", "20260703-33", `perhaps ${current} is meant`],
    ["an image that its set does not have", `${current}/generic/arm46`, `perhaps ${current}/generic/arm64 is meant`],
    [
      "an image of another vendor",
      `${current}/ec2/arm64`,
      `there are ${current}/generic/arm64, ${current}/generic/amd64`,
    ],
    ["a version like no other", "19991231-9999", `there are ${offered}, ${current}, ${withdrawn}, for example`],
  ])("that names %s is told, with what is near", (_, key, remedy) => {
    const [problem, ...others] = withdrawing(key);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ where: "cloud-images:withdraw", value: key });
    expect(problem?.remedy).toContain(remedy);
  });

  it.each([
    ["withdraw", { ...policy, withdraw: { "20200101-1": "bad" } }, true],
    ["keepReleased", { ...policy, keepReleased: { "20200101-1": "good" } }, false],
    ["allowDelete", { ...policy, allowDelete: ["20200101-1"] }, false],
    ["acceptFlaky", { ...policy, acceptFlaky: ["20200101-1"] }, false],
  ])("of %s is looked at; only a missed withdrawal stops a run", (key, wrong, stops) => {
    const problems = misnamed([{ facts: facts(), policy: wrong }]);
    expect(problems.map(({ where }) => where)).toEqual([`cloud-images:${key}`]);
    expect(problems.some(isMissedWithdrawal)).toBe(stops);
  });

  it("may name what any of the stack's channels has, and is told once", () => {
    const empty = { sets: [], tombstones: [], candidates: [] };
    const channels = (key: string): NamingChannel[] =>
      [facts(), empty].map((each) => ({ facts: each, policy: { ...policy, withdraw: { [key]: "bad" } } }));
    expect(misnamed(channels(current))).toEqual([]);
    expect(misnamed(channels("20200101-1"))).toHaveLength(1);
  });

  it("is told where nothing was published yet", () => {
    const problems = withdrawing(current, { sets: [], tombstones: [], candidates: [] });
    expect(problems.map(describeProblem)).toEqual([
      `cloud-images:withdraw is "${current}": expected a version, or version/vendor/arch, that this stack has or had; ` +
        "this stack has no image yet; correct the key, or take it out",
    ]);
  });
});
