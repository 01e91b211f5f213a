import { chmod, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Member } from "../../images/model/image.ts";
import { mirrorOf } from "../engine/outside/outsider.ts";
import { beginPublished, first, publishedWorld, second } from "../engine/world/published.ts";
import { expectExit, textOf } from "../engine/command/said.ts";
import { channelOf } from "../engine/outside/views.ts";
import { World } from "../engine/world/world.ts";

const image = (member: Member, version: string): string => `debian-13-${member.replace("/", "-")}-daily-${version}`;

describe("in a tree of two sets", () => {
  let world: World;
  let tree: Map<string, string>;

  beforeAll(async () => {
    world = await beginPublished(2, "small");
    tree = await world.fingerprint();
    await world.save();
  });
  beforeEach(() => world.restore());
  afterAll(() => world.end());

  test("archives and manifests that were removed or changed are made again from the builds", async () => {
    await rm(world.path(second, `${image("ec2/amd64", second)}.tar.xz`));
    await rm(world.path(second, `${image("ec2/arm64", second)}.json`));
    await truncate(world.path(first, `${image("ec2/amd64", first)}.tar.xz`), 100);
    const said = await world.up();
    expectExit(said, 0);
    expect(textOf(said)).toMatch(new RegExp(`^repaired +${second} .* is missing$`, "m"));
    expect(await world.fingerprint()).toEqual(tree);
    expect(await world.settledProblems()).toEqual([]);
    expect(textOf(await world.up())).toContain("nothing changed");
  });

  const removals: readonly string[] = ["latest", `latest-${second}.1`, `${second}/SHA512SUMS`, "index.json"];
  test("every view that somebody removed is written again by the next up, which says so; then nothing changes", async () => {
    for (const name of removals) await rm(world.path(name), { recursive: true });
    const said = await world.up();
    expectExit(said, 0);
    expect(textOf(said)).toMatch(new RegExp(`^repaired +${second} +checksums and record +SHA512SUMS is missing$`, "m"));
    expect(textOf(said)).toMatch(/^repaired +trixie\/daily +latest +latest is missing/m);
    expect(textOf(said)).toMatch(/^repaired +trixie\/daily +lists and pages +index.json is missing/m);
    expect(textOf(said)).not.toContain("nothing changed");
    expect(textOf(await world.up())).toContain("nothing changed");
    expect(await world.settledProblems()).toEqual([]);
    const others = ([name]: [string, string]) => !name.includes("/latest");
    expect([...(await world.fingerprint())].filter(others)).toEqual([...tree].filter(others));
  });

  test("a page alone that somebody changed is written again, and the run names it", async () => {
    await writeFile(join(world.tree, "finder/trixie/daily/index.html"), "");
    const said = await world.up();
    expectExit(said, 0);
    expect(textOf(said)).toMatch(
      /^repaired +trixie\/daily +lists and pages +finder\/trixie\/daily\/index.html is not as/m,
    );
    expect(textOf(said)).not.toContain("nothing changed");
    expect(await world.fingerprint()).toEqual(tree);
  });

  test("modes, a bent pointer, a record and a memory that were removed are put right by the next up", async () => {
    await chmod(world.path(second), 0o700);
    await chmod(world.path("index.json"), 0o600);
    await rm(world.path("removed.json"));
    await rm(world.path(first, "set.json"));
    await rm(world.path("latest"));
    await symlink(first, world.path("latest"));
    const said = await world.up();
    expectExit(said, 0);
    expect(textOf(said)).toContain(`latest leads to ${first} instead of latest-${second}.1`);
    expect(textOf(said)).toContain("set.json is missing");
    expect(await world.settledProblems()).toEqual([]);
    expect(await world.fingerprint()).toEqual(tree);
  });

  test("what cannot be made again is lost: not listed, and latest goes back to the version before", async () => {
    await world.removeArtifacts();
    await rm(world.path(second, `${image("ec2/amd64", second)}.tar.xz`));
    const said = await world.up();
    expectExit(said, 1);
    expect(textOf(said)).toContain("lost");
    expect(await world.settledProblems()).toEqual([]);
    const { sets, latest, index } = await channelOf(world);
    const lost = sets.get(second)?.record.images.find(({ name }) => name === image("ec2/amd64", second));
    expect(lost && mirrorOf(lost)).toMatchObject({ phase: "lost", listed: false });
    expect(latest?.links.get("debian-13-ec2-amd64-daily.tar.xz")).toBe(`${first}/${image("ec2/amd64", first)}.tar.xz`);
    expect(latest?.links.get("debian-13-ec2-arm64-daily.tar.xz")).toContain(second);
    expect(index?.sets.flatMap(({ images }) => images).map(({ name }) => name)).toContain(image("ec2/amd64", second));
  });
});

test("raw and qcow2 are made again from the archive, byte for byte", async () => {
  const world = await World.ofTest({ expect: { required: ["genericcloud/amd64"], bestEffort: [] } }, "small");
  await world.arrive(first, ["genericcloud/amd64"]);
  expectExit(await world.up(), 0);
  const tree = await world.fingerprint();
  await world.removeArtifacts();
  await rm(world.path(first, `${image("genericcloud/amd64", first)}.raw`));
  await writeFile(world.path(first, `${image("genericcloud/amd64", first)}.qcow2`), "other bytes");
  expectExit(await world.up(), 0);
  expect(await world.fingerprint()).toEqual(tree);
});

test("a daily's archive is made again from the release's, which has the same bytes", async () => {
  const world = await publishedWorld(1, "small");
  const publish = { version: first, reason: "the point release" };
  const release = await world.beside("release", { channel: "release", publish });
  expectExit(await release.publishRelease(), 0);
  const tree = await world.fingerprint();
  await world.removeArtifacts();
  await rm(world.path(first, `${image("ec2/amd64", first)}.tar.xz`));
  expectExit(await world.up(), 0);
  expect(await world.fingerprint()).toEqual(tree);
});
