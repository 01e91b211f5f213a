import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ownerOf, settleOwner } from "./tree-owner.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "owner-"));
});
afterEach(() => rm(folder, { recursive: true }));

const dailies = { suite: "trixie", channel: "daily" } as const;
const releases = { suite: "trixie", channel: "release" } as const;
const stack = (name: string, url = "file:///srv/state") => ownerOf(name, { PULUMI_BACKEND_URL: url });
/** Each stack has its own staging folder: they share only the tree. */
const settle = (who: ReturnType<typeof stack>, channels: Parameters<typeof settleOwner>[1], isRun = true) =>
  settleOwner(
    { mirror: { root: join(folder, "tree"), staging: join(folder, who.state), url: null, sign: null } },
    channels,
    {
      stack: who,
      isRun,
    },
  );
const file = () => join(folder, "tree/trixie/daily/.owner.json");

test("a channel is its first publisher's, and another channel of the tree may be another's", async () => {
  await settle(stack("trixie-daily"), [dailies]);
  await settle(stack("trixie-release"), [releases]);
  await settle(stack("trixie-daily", "file:///srv/state/?no_tmp_dir=true"), [dailies]);
});

test.each([
  ["another stack", stack("dev"), /\.owner\.json is "stack trixie-daily": expected stack dev: .*mirror\.root/],
  [
    "one of its name with another state",
    stack("trixie-daily", "s3://bucket"),
    /with its state elsewhere.*remove the file/,
  ],
])("%s is refused by name, in a preview too, and nothing of it is claimed", async (_case, other, said) => {
  await settle(stack("trixie-daily"), [dailies]);
  for (const isRun of [false, true]) await expect(settle(other, [releases, dailies], isRun)).rejects.toThrow(said);
  await settle(stack("trixie-release"), [releases]);
});

test("a state is the same for everybody who enters it, and after its password was changed", () => {
  expect(stack("a", "postgres://ci:old@db.example/state?sslmode=verify-full")).toEqual(
    stack("a", "postgres://db.example/state"),
  );
  expect(stack("a", "postgres://db.example/state")).not.toEqual(stack("a", "postgres://db.example/other"));
});

test("a preview claims nothing", async () => {
  await settle(stack("trixie-daily"), [dailies], false);
  await settle(stack("dev"), [dailies]);
});

test("of two that come at once one is refused", async () => {
  const results = await Promise.allSettled(["a", "b", "c"].map((name) => settle(stack(name), [dailies])));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("the owner is changed by removing the file; one that is spoiled is refused", async () => {
  await settle(stack("trixie-daily"), [dailies]);
  expect(await readFile(file(), "utf8")).not.toContain("srv");
  await rm(file());
  await settle(stack("dev"), [dailies]);
  await writeFile(file(), "{");
  await expect(settle(stack("dev"), [dailies])).rejects.toThrow(/\.owner\.json.*expected JSON; remove it/);
});
