import { expect, test } from "vitest";
import { readAdoptOptions } from "../adopt.ts";

test("a tree is adopted whole, or what is asked for of it", () => {
  const { places, channels, options } = readAdoptOptions(["--root", "/srv/tree", "--suite", "sid", "--dry-run"]);
  expect(places.tree).toBe("/srv/tree");
  expect(channels).toEqual([{ suite: "sid", channel: "daily" }]);
  expect(options).toEqual({ verify: false, dryRun: true });
  const all = readAdoptOptions(["--root", "/srv/tree"]).channels.map(({ suite, channel }) => `${suite}-${channel}`);
  expect(all).toEqual(expect.arrayContaining(["trixie-daily", "trixie-release", "bookworm-backports-daily"]));
  expect(all).not.toContain("sid-release");
});

test.each([
  [[], "--stack NAME"],
  [["--root", "a", "--stack", "dev"], "--stack NAME"],
  [["--root", "a", "--suite", "woody"], "woody"],
  [["--root", "a", "--channel", "weekly"], "weekly"],
])("%j is refused", (args, named) => {
  expect(() => readAdoptOptions(args)).toThrow(named);
});
