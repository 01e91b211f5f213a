import { expect, test } from "vitest";
import type { Due } from "../../stacks/publication/guard-rule.ts";
import { parseState } from "../engine/state/state.ts";
import { stuckIn, stuckProblems } from "./stuck.ts";

const [broken, shown] = ["debian-13-generic-amd64-daily-20260717-2542", "debian-13-generic-amd64-daily-20260716-2541"];
const [empty, whole] = ["debian-13-daily-20260717-2542", "debian-13-daily-20260716-2541"];

const due: Due = {
  images: new Set(),
  uploads: new Set(),
  shown: new Set(),
  directories: new Set([empty]),
  gates: new Set(),
  sets: new Set(),
  known: new Set([shown]),
  uploaded: new Set(),
  targets: new Set(["mirror"]),
};

const version = (name: string, protect: boolean) => ({
  urn: `urn:pulumi:dev::cloud-images::debian:mirror:Version::${name}`,
  protect,
});
const files = (image: string, outcome: string) => ({
  urn: `urn:pulumi:dev::cloud-images::debian:cloud:PublishedImage$debian:mirror:ImageFiles::${image}-files`,
  inputs: { image },
  outputs: { outcome },
  protect: true,
});
const stateOf = (...resources: object[]) => parseState(JSON.stringify({ deployment: { resources } }));

test("a set that is due and an image that was never made are stuck while they are protected", () => {
  const state = stateOf(version(empty, true), files(broken, "broken: no room"));
  expect(stuckIn(state, due)).toEqual([...state.resources.keys()]);
});

test("what stays, and what is not protected, is not stuck", () => {
  const state = stateOf(version(empty, false), version(whole, true), files(shown, "broken: no room"));
  expect(stuckIn(state, due)).toEqual([]);
});

test.each([
  ["a daily", "daily", true],
  ["a release, whose run needs an approval of a preview", "release", false],
] as const)(
  "of %s a person is told the command for each, and whether npm run up does it: %3$s",
  (_, channel, bySelf) => {
    const [urn = ""] = stuckIn(stateOf(version(empty, true)), due);
    const [problem] = stuckProblems([urn], { stack: "bookworm", channel });
    expect(problem?.where).toBe(empty);
    expect(problem?.remedy).toContain(`state unprotect '${urn}' --yes --stack bookworm`);
    expect(problem?.remedy.startsWith("npm run up")).toBe(bySelf);
  },
);
