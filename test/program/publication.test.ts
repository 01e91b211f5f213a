import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseManifest, serialiseManifest } from "../../images/builds/manifest.ts";
import { addRebuild } from "../../storage/tree/remarks/add-rebuild.ts";
import { first, publishedWorld, second, third } from "../engine/world/published.ts";
import { expectExit, textOf } from "../engine/command/said.ts";
import { channelOf, latestOf, phasesOf, setsOf, versionsOf } from "../engine/outside/views.ts";
import { World } from "../engine/world/world.ts";
import { day } from "../samples/samples.ts";

test("the next run's page tells of an image that was built again", async () => {
  const world = await publishedWorld(1, "small");
  const same = { same: 300, counts: { changed: 0, missing: 0, added: 0 }, changed: [], missing: [], added: [] };
  await addRebuild(
    { tree: world.tree, staging: world.staging },
    { suite: "trixie", channel: "daily" },
    {
      image: `debian-13-ec2-amd64-daily-${first}`,
      day: day("2026-07-02"),
      command: "npm run sample",
      archive: "as of the day",
      packages: same,
      files: null,
      diffoscope: false,
    },
  );
  const page = join(world.tree, "finder/trixie/daily", first, "ec2-amd64.html");
  expect(await readFile(page, "utf8")).not.toContain("all 300 packages are the same");
  expectExit(await world.up(), 0);
  expect(await readFile(page, "utf8")).toContain("all 300 packages are the same");
  expect(await world.settledProblems()).toEqual([]);
  const told = await world.fingerprint();
  expectExit(await world.up(), 0);
  expect(await world.fingerprint()).toEqual(told);
});

test("an incomplete set is not shown; a late best-effort image joins while its set is current", async () => {
  const world = await publishedWorld(1, "small");

  world.day("2026-07-02");
  await world.arrive(second, ["ec2/amd64"]);
  await world.up();
  expect(await world.publicProblems()).toEqual([]);
  expect(await phasesOf(world)).toEqual({ [first]: "current", [second]: "made" });
  expect(await setsOf(world)).toEqual([first]);
  expect(await versionsOf(world)).toEqual([first]);

  await world.arrive(second, ["ec2/arm64"]);
  expectExit(await world.up(), 0);
  expect(await world.settledProblems()).toEqual([]);
  expect(await latestOf(world)).toMatchObject({
    "debian-13-ec2-arm64-daily.tar.xz": second,
    "debian-13-raspi-arm64-daily.tar.xz": first,
  });

  world.day("2026-07-03");
  await world.arrive(second, ["raspi/arm64"]);
  expectExit(await world.up(), 0);
  expect(await world.settledProblems()).toEqual([]);
  expect(await versionsOf(world)).toEqual([second]);
});

test("readers find the newest qcow2 by latest, by SHA512SUMS and by the manifest", async () => {
  const world = await World.ofTest({ expect: { required: ["genericcloud/amd64"], bestEffort: [] } }, "small");
  await world.arrive(first, ["genericcloud/amd64"]);
  expectExit(await world.up(), 0);
  expect(await world.settledProblems()).toEqual([]);

  const { latest, sets } = await channelOf(world);
  const link = "debian-13-genericcloud-amd64-daily.qcow2";
  const file = `debian-13-genericcloud-amd64-daily-${first}.qcow2`;
  expect(latest?.links.get(link)).toBe(`${first}/${file}`);
  const sum = sets.get(first)?.checksums.get(file);
  expect(sets.get(first)?.files.get(file)).toBe(sum);
  expect(latest?.checksums.get(link)).toBe(sum);

  const path = world.path(first, file.replace("qcow2", "json"));
  const text = await readFile(path, "utf8");
  const manifest = parseManifest(text, path);
  expect(serialiseManifest(manifest)).toBe(text);
  const qcow2 = manifest.items.find((item) => item.metadata.labels["upload.cloud.debian.org/image-format"] === "qcow2");
  expect(qcow2?.kind === "Upload" && qcow2.data.ref).toContain(`trixie/daily/${first}/${file}`);
  const digest = qcow2?.metadata.annotations["cloud.debian.org/digest"]?.replace("sha512:", "") ?? "";
  expect(Buffer.from(digest, "base64").toString("hex")).toBe(sum);
});

test("a daily is hidden after 14 days and goes after 120, with a tombstone, never straight from public", async () => {
  const world = await publishedWorld(2, "small");

  world.day("2026-07-15");
  expectExit(await world.up(), 0);
  expect(await phasesOf(world)).toEqual({ [first]: "hidden", [second]: "current" });
  expect(await world.settledProblems()).toEqual([]);

  world.day("2026-10-28");
  expectExit(await world.up(), 0);
  expect(await phasesOf(world)).toEqual({ [first]: "hidden", [second]: "current" });

  world.day("2026-10-29");
  expectExit(await world.up(), 0);
  expect(await phasesOf(world)).toEqual({ [second]: "current" });
  expect(await world.settledProblems()).toEqual([]);
  const { removed } = await channelOf(world);
  expect(removed?.tombstones.map(({ image }) => image)).toEqual([
    `debian-13-ec2-amd64-daily-${first}`,
    `debian-13-ec2-arm64-daily-${first}`,
    `debian-13-raspi-arm64-daily-${first}`,
  ]);
  const settled = await world.fingerprint();
  expectExit(await world.up(), 0);
  expect(await world.fingerprint()).toEqual(settled);
});

test("months of silence only hide what is old", async () => {
  const world = await publishedWorld(2, "small");

  world.day("2026-12-24");
  expectExit(await world.up(), 0);
  expect(await phasesOf(world)).toEqual({ [first]: "hidden", [second]: "current" });
  expect(await world.settledProblems()).toEqual([]);
});

test("no more images go on one day than the stack allows", async () => {
  const retention = {
    hideAfter: "2 days",
    overlap: "1 day",
    deleteAfter: { clouds: "3 days", mirror: "4 days" },
    maxDeletions: "2 images",
  };
  const world = await publishedWorld(2, "small");
  world.configure({ retention, now: "2026-07-03" });
  await world.arrive(third);
  expectExit(await world.up(), 0);
  world.day("2026-07-05");
  const said = await world.up();
  expect(textOf(said)).toContain("maxDeletions lets 2 go");
  expect((await channelOf(world)).removed?.tombstones).toHaveLength(2);
  expect(await world.publicProblems()).toEqual([]);

  world.day("2026-07-07");
  await world.up();
  expect((await channelOf(world)).removed?.tombstones).toHaveLength(4);
  expect(await world.settledProblems()).toEqual([]);
});

test("a release takes the bytes of the daily that it names, and outlives it", async () => {
  const retention = { hideAfter: "2 days", overlap: "1 day", deleteAfter: { clouds: "3 days", mirror: "4 days" } };
  const daily = await publishedWorld(1, "small");
  daily.configure({ retention });

  const release = await daily.beside("release", {
    channel: "release",
    publish: { version: first, reason: "the point release" },
  });
  expectExit(await release.publishRelease(), 0);
  expect(await release.settledProblems()).toEqual([]);
  expect(await phasesOf(release)).toEqual({ [first]: "current" });
  const archive = (channel: string) => `debian-13-ec2-amd64${channel}-${first}.tar.xz`;
  const { sets } = await channelOf(release);
  const { sets: dailySets } = await channelOf(daily);
  expect(sets.get(first)?.files.get(archive(""))).toBe(dailySets.get(first)?.files.get(archive("-daily")));
  const kept = await release.fingerprint();

  daily.day("2026-07-02");
  await daily.arrive(second);
  expectExit(await daily.up(), 0);
  for (const day of ["2026-07-04", "2026-07-06"]) {
    daily.day(day);
    expectExit(await daily.up(), 0);
  }
  expect(await phasesOf(daily)).toEqual({ [second]: "current" });
  release.day("2026-07-06");
  expectExit(await release.publishRelease(), 0);
  expect(await release.settledProblems()).toEqual([]);
  const released = (tree: Map<string, string>) => [...tree].filter(([name]) => name.startsWith(`trixie/${first}/`));
  expect(released(await release.fingerprint())).toEqual(released(kept));
});
