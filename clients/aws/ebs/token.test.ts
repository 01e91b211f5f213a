import { expect, test } from "vitest";
import { clientToken, identityDigest, type SnapshotIdentity } from "./token.ts";

const identity: SnapshotIdentity = {
  content: "a digest",
  account: "903794441882",
  region: "eu-west-1",
  gigabytes: 3,
  description: "an image",
  tags: { one: "1", two: "2" },
};

test("the token of the same snapshot is the same in each run, in whatever order its tags come", () => {
  const again = { ...identity, tags: { two: "2", one: "1" } };
  expect(clientToken(identityDigest(again), 0)).toBe(clientToken(identityDigest(identity), 0));
});

test.each<[keyof SnapshotIdentity, Partial<SnapshotIdentity>]>([
  ["content", { content: "another" }],
  ["account", { account: "136693071363" }],
  ["region", { region: "us-east-1" }],
  ["gigabytes", { gigabytes: 4 }],
  ["description", { description: "another" }],
  ["tags", { tags: { one: "1" } }],
])("another %s has another token: AWS refuses a known one with other parameters", (_, change) => {
  expect(identityDigest({ ...identity, ...change })).not.toBe(identityDigest(identity));
});

test("each attempt has its own, which AWS takes", () => {
  const tokens = [0, 1, 2].map((generation) => clientToken(identityDigest(identity), generation));
  expect(new Set(tokens).size).toBe(3);
  for (const token of tokens) expect(token).toMatch(/^[\x21-\x7e]{1,255}$/);
});
