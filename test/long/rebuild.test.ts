import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { rebuiltSchema } from "../../images/rebuilds/rebuilt.ts";
import { makeBootable } from "../../tools/sample/bootable/make.ts";
import { expectExit } from "../engine/command/said.ts";
import { World } from "../engine/world/world.ts";
import { version as versionOf } from "../samples/samples.ts";
import { isRoot } from "../../tools/recipes/superuser.ts";

if (!isRoot()) console.warn("NOT TESTED: an image that is built again, which only root can install");

/** Files that differ in each build, because they hold the times of their own files. */
const mayDiffer = /^boot\/initrd\.img-/;

it.runIf(isRoot())(
  "an image of recipes/ is built again from its record on the same day: the same packages; files that differ are named",
  async () => {
    const now = new Date().toISOString().slice(0, 10);
    const version = `${now.replaceAll("-", "")}-2600`;
    const image = `debian-12-genericcloud-amd64-daily-${version}`;
    const expected = { required: ["genericcloud/amd64"], bestEffort: [] };
    const world = await World.ofTest({ suite: "bookworm", expect: expected, now });
    const build = { suite: "bookworm", vendor: "genericcloud", arch: "amd64", version: versionOf(version) } as const;
    await makeBootable(build, world.artifacts, { preset: 0 });
    expectExit(await world.up(), 0);

    const out = path.join(world.folder, "again");
    const said = await world.rebuild(image, "--out", out);
    expectExit(said, 0);
    expect(said.stdout).toMatch(new RegExp(`${image}: all \\d+ packages are the same; (?:all|files: )`));
    expect(await readFile(path.join(out, "packages.txt"), "utf8")).toBe("");

    const { rebuilds } = rebuiltSchema.parse(JSON.parse(await readFile(world.path("rebuilt.json"), "utf8")));
    expect(rebuilds).toMatchObject([{ image, packages: { counts: { changed: 0, missing: 0, added: 0 } } }]);
    const [rebuild] = rebuilds;
    expect(rebuild?.packages.same).toBeGreaterThan(150);
    expect(rebuild?.files?.same).toBeGreaterThan(5000);
    const named = (await readFile(path.join(out, "files.txt"), "utf8")).trim().split("\n");
    expect(named.filter((line) => line !== "" && !mayDiffer.test(line.replace(/^\w+ /, "")))).toEqual([]);
    expect(await world.publicProblems()).toEqual([]);

    expectExit(await world.up(), 0);
    const page = path.join(world.tree, "finder/bookworm/daily", version, "genericcloud-amd64.html");
    expect(await readFile(page, "utf8")).toContain(`all ${rebuild?.packages.same} packages are the same`);
  },
  60 * 60_000,
);
