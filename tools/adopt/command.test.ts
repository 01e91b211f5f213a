import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { main, readAdoptOptions } from "../adopt.ts";

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

test.each([
  ["missing", "nothing is there"],
  ["file", "no folder is there"],
])("a tree that is %s is refused by its option, not adopted in silence", async (name, found) => {
  const folder = await folderOfTest();
  await writeFile(path.join(folder, "file"), "");
  const root = path.join(folder, name);
  await expect(main(["--root", root])).rejects.toThrow(
    `--root is "${root}": expected the folder of a tree, and ${found}; name the folder that the mirror serves`,
  );
});

test("a tree without any set is said to have none", async () => {
  const folder = await folderOfTest();
  const said = vi.spyOn(console, "log").mockImplementation(() => undefined);
  onTestFinished(() => said.mockRestore());
  expect(await main(["--root", folder])).toBe(0);
  expect(said.mock.calls).toEqual([[`nothing to adopt: ${folder} has no set`]]);
});

async function folderOfTest(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-adopt-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}
