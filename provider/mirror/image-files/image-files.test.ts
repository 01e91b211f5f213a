import { appendFile, lstat, mkdir, readFile, rename, rm, stat, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildFile, fileName, type BuildFormat, type DataFormat } from "../../../images/tree/files.ts";
import { imageName, setDirectory } from "../../../images/model/image.ts";
import { parseManifest } from "../../../images/builds/manifest.ts";
import { sha512OfFile } from "../../../storage/files/hash.ts";
import { readStaged } from "../../../storage/tree/records.ts";
import {
  writeTombstone,
  dailyOf,
  filesUrn,
  first,
  listing,
  makeWorld,
  makingOf,
  publish,
  releaseOf,
  standing,
  versionUrn,
  type World,
} from "../world.fixture.ts";

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());

const image = dailyOf(first);
const staged = (name: string): string => join(world.staging, "sets", setDirectory(image), "files", name);

test("an image is made of its archive: hashed, unpacked sparse, converted, described", async () => {
  const build = await world.build(image);
  const { id, outputs } = await world.provider.create(filesUrn, makingOf(image, build));
  expect(id).toBe(imageName(image));
  expect(outputs["outcome"]).toBe("passed");

  const record = await readStaged(world, image, imageName(image));
  expect(record?.image.files.map(({ name }) => name.slice(imageName(image).length))).toEqual([
    ".json",
    ".tar.xz",
    ".raw",
    ".qcow2",
    ".info",
    ".incus.tar.xz",
  ]);
  for (const file of record?.image.files ?? []) {
    expect(await sha512OfFile(staged(file.name)), file.name).toBe(file.sha512);
    const found = await lstat(staged(file.name));
    expect(found.mtime.toISOString()).toBe("2026-07-17T00:42:22.000Z");
    expect(found.mode & 0o777).toBe(0o644);
  }
  const raw = await stat(staged(fileName(image, "raw")));
  expect(raw.blocks * 512).toBeLessThan(raw.size);
  const manifest = parseManifest(await readFile(staged(fileName(image, "json")), "utf8"), "json");
  expect(manifest.items).toHaveLength(4);
  expect(await listing(join(world.staging, "work"))).toEqual([]);
});

test("the same build makes the same bytes on another machine", async () => {
  const build = await world.build(image);
  const other = await makeWorld();
  try {
    await world.provider.create(filesUrn, makingOf(image, build));
    await other.provider.create(filesUrn, makingOf(image, build));
    const name = imageName(image);
    expect(await readStaged(world, image, name)).toEqual(await readStaged(other, image, name));
  } finally {
    await other.end();
  }
});

test("of a vendor whose disks are not published, the archive is checked and no disk is written", async () => {
  const azure = dailyOf(first, "azure");
  const { outputs } = await world.provider.create(filesUrn, makingOf(azure, await world.build(azure)));
  expect(outputs["outcome"]).toBe("passed");
  const record = await readStaged(world, azure, imageName(azure));
  expect(record?.image.files.map(({ name }) => name.slice(imageName(azure).length))).toEqual([
    ".json",
    ".tar.xz",
    ".info",
  ]);
});

test("what is made already is adopted, not made again", async () => {
  const build = await world.build(image);
  const made = await world.provider.create(filesUrn, makingOf(image, build));
  await rm(join(world.root, "artifacts"), { recursive: true });
  expect(await world.provider.create(filesUrn, makingOf(image, build))).toEqual(made);
});

test("what a killed run left in the work and in the files, without a record, is made again whole", async () => {
  const build = await world.build(image);
  await mkdir(join(world.staging, "work", imageName(image)), { recursive: true });
  await writeFile(join(world.staging, "work", imageName(image), fileName(image, "raw")), "half");
  await mkdir(join(staged(""), ".."), { recursive: true });
  await mkdir(staged(""));
  await writeFile(staged(fileName(image, "qcow2")), "half");
  const { outputs } = await world.provider.create(filesUrn, makingOf(image, build));
  expect(outputs["outcome"]).toBe("passed");
  expect((await stat(staged(fileName(image, "qcow2")))).size).toBeGreaterThan(1000);
});

test.each<[BuildFormat, string]>([
  ["json", "{}"],
  ["info", "deb https://me:hunter2@example.org sid main\n"],
  ["dpkg-status", "Package: other\n"],
  ["junit.xml", "<testsuites />"],
])(
  "a build whose %s was replaced since it was checked is not made, and the next run may make it",
  async (format, text) => {
    const build = await world.build(image);
    const before = await readFile(buildFile(build.base, format), "utf8").catch(() => null);
    await writeFile(buildFile(build.base, format), text);
    await expect(world.provider.create(filesUrn, makingOf(image, build))).rejects.toThrow(
      /another file than the one that was checked": expected the file as it was checked/,
    );
    expect(await readStaged(world, image, imageName(image))).toBeUndefined();
    expect(await listing(join(world.staging, "work"))).toEqual([]);
    const { outputs } = await world.provider.create(filesUrn, makingOf(image, build, false));
    expect(outputs["outcome"]).toMatch(/^broken: .*another file than the one that was checked/);
    if (before === null) await rm(buildFile(build.base, format));
    else await writeFile(buildFile(build.base, format), before);
    expect((await world.provider.create(filesUrn, makingOf(image, build))).outputs["outcome"]).toBe("passed");
  },
);

test("a build whose text went since it was checked is not made", async () => {
  const build = await world.build(image);
  await rm(buildFile(build.base, "info"));
  await expect(world.provider.create(filesUrn, makingOf(image, build))).rejects.toThrow(
    /info: expected the file as it was/,
  );
});

test("a manifest that nothing says was checked is not published", async () => {
  const { base, digest } = await world.build(image);
  await expect(world.provider.create(filesUrn, makingOf(image, { base, digest }))).rejects.toThrow(
    /expected the file as it/,
  );
});

test("an archive that became a link, or longer than its disk, is not copied", async () => {
  const build = await world.build(image);
  const archive = buildFile(build.base, "tar.xz");
  await truncate(archive, 5 * 2 ** 30);
  await expect(world.provider.create(filesUrn, makingOf(image, build))).rejects.toThrow(
    /5368709120 bytes": expected at most/,
  );
  await rm(archive);
  await symlink("/etc/passwd", archive);
  await expect(world.provider.create(filesUrn, makingOf(image, build))).rejects.toThrow(/tar.xz is "a symbolic link"/);
});

test("other bytes under a known name are refused", async () => {
  await world.provider.create(filesUrn, makingOf(image, await world.build(image)));
  const other = await world.build(image, { seed: "other" });
  await expect(world.provider.create(filesUrn, makingOf(image, other))).rejects.toThrow(
    /never made again of other bytes/,
  );
});

test.each([
  ["a digest that does not match", {}, "b".repeat(128), /digest/],
  ["a disk without a partition table", { partitioned: false }, undefined, /partition table/],
])("%s is a verdict: a failed image without files", async (_name, options, digest, finding) => {
  const build = await world.build(image, options);
  const { outputs } = await world.provider.create(filesUrn, makingOf(image, { ...build, ...(digest && { digest }) }));
  expect(outputs["outcome"]).toBe("failed");
  const record = await readStaged(world, image, imageName(image));
  expect(record?.image.attempts).toMatchObject([{ outcome: "failed", final: true }]);
  expect(record?.image.attempts[0]?.findings.join()).toMatch(finding);
  expect(record?.image.files).toEqual([]);
  expect(await listing(join(world.staging, "sets", setDirectory(image), "files"))).toEqual([]);
});

test("an archive that is cut off is a verdict", async () => {
  const build = await world.build(image);
  const archive = `${build.base}.tar.xz`;
  await writeFile(archive, (await readFile(archive)).subarray(0, 200));
  const { outputs } = await world.provider.create(filesUrn, makingOf(image, build));
  expect(outputs["outcome"]).toBe("failed");
});

test("a vanished build stops a required image, and is told and tried again of another", async () => {
  const build = await world.build(image);
  await rename(`${build.base}.tar.xz`, `${build.base}.away`);
  await expect(world.provider.create(filesUrn, makingOf(image, build))).rejects.toThrow(/tar\.xz/);
  const { outputs } = await world.provider.create(filesUrn, makingOf(image, build, false));
  expect(outputs["outcome"]).toMatch(/^broken: .*tar\.xz/);
  expect(world.said.join()).toMatch(/the next run tries again/);
  expect(await world.provider.diff(filesUrn, outputs, makingOf(image, build, false))).toMatchObject({
    changes: ["outcome"],
  });
  await rename(`${build.base}.away`, `${build.base}.tar.xz`);
  expect((await world.provider.update(filesUrn, outputs, makingOf(image, build, false)))["outcome"]).toBe("passed");
});

test("a release has the daily's bytes once, under its own names and manifest", async () => {
  const { build } = await publish(world, image);
  const release = releaseOf(image);
  const source = join(world.tree, setDirectory(image));
  const { outputs } = await world.provider.create(filesUrn, makingOf(release, { base: source, digest: build.digest }));
  expect(outputs["outcome"]).toBe("passed");
  const files = join(world.staging, "sets", setDirectory(release), "files");
  const linked = await stat(join(files, fileName(release, "raw")));
  expect(linked.ino).toBe((await stat(join(source, fileName(image, "raw")))).ino);
  const manifest = parseManifest(await readFile(join(files, fileName(release, "json")), "utf8"), "json");
  expect(manifest.items[1]?.data.ref).toBe(`trixie/${first}/${fileName(release, "tar.xz")}`);
});

test("a changed daily is never promoted", async () => {
  const { build } = await publish(world, image);
  const source = join(world.tree, setDirectory(image));
  await appendFile(join(source, fileName(image, "qcow2")), "x");
  const inputs = makingOf(releaseOf(image), { base: source, digest: build.digest });
  await expect(world.provider.create(filesUrn, inputs)).rejects.toThrow(
    /qcow2.*the content that the daily's record says/,
  );
});

test.each(["tar.xz", "qcow2", "json"] as const)("a daily whose %s is missing is never promoted", async (format) => {
  const { build } = await publish(world, image);
  const source = join(world.tree, setDirectory(image));
  const path = join(source, fileName(image, format));
  await rm(path);
  const inputs = makingOf(releaseOf(image), { base: source, digest: build.digest });
  await expect(world.provider.create(filesUrn, inputs)).rejects.toThrow(
    `${path}: expected the content that the daily's record says; let the daily's stack repair it first`,
  );
});

const damages: [string, (path: string) => Promise<void>][] = [
  ["missing", (path) => rm(path)],
  ["changed", (path) => appendFile(path, "x")],
];
const formats = ["json", "tar.xz", "raw", "qcow2", "info"] as const;
const cases = damages.flatMap(([name, damage]) => formats.map((format) => ({ name, damage, format })));

test.each(cases)("a $name $format is seen by read, and made again by update", async ({ damage, format }) => {
  const { files, build } = await publish(world, image);
  const path = join(world.tree, setDirectory(image), fileName(image, format));
  const sha512 = await sha512OfFile(path);
  await damage(path);
  const state = { id: imageName(image), outputs: files, inputs: {} };
  const found = await world.provider.read(filesUrn, state);
  expect(found?.outputs["outcome"]).toMatch(/^damaged: /);
  const news = makingOf(image, build);
  expect((await world.provider.diff(filesUrn, found?.outputs ?? {}, news)).changes).toEqual(["outcome"]);
  const repaired = await world.provider.update(filesUrn, found?.outputs ?? {}, news);
  expect(repaired).toEqual(files);
  expect(await sha512OfFile(path)).toBe(sha512);
});

test("a disk is made again of the intact archive when the build is gone", async () => {
  const { files } = await publish(world, image);
  await rm(join(world.root, "artifacts"), { recursive: true });
  const path = join(world.tree, setDirectory(image), fileName(image, "qcow2"));
  const sha512 = await sha512OfFile(path);
  await rm(path);
  await world.provider.update(filesUrn, files, { ...files, making: undefined });
  expect(await sha512OfFile(path)).toBe(sha512);
});

const inTree = (format: DataFormat): string => join(world.tree, setDirectory(image), fileName(image, format));

test.each<[string, readonly DataFormat[], (base: string) => Promise<void>]>([
  ["an archive whose build is gone", ["tar.xz"], () => rm(join(world.root, "artifacts"), { recursive: true })],
  [
    "an archive and a disk whose build is gone",
    ["tar.xz", "qcow2"],
    () => rm(join(world.root, "artifacts"), { recursive: true }),
  ],
  ["a manifest whose build has garbage by now", ["json"], (base) => writeFile(buildFile(base, "json"), "{")],
  [
    "an archive whose build has a longer one by now",
    ["tar.xz"],
    (base) => truncate(buildFile(base, "tar.xz"), 5 * 2 ** 30),
  ],
])("what cannot be made again is told, and is no error: %s", async (_what, lost, spoil) => {
  const { files, build } = await publish(world, image);
  for (const format of lost) await rm(inTree(format));
  await spoil(build.base);
  await world.provider.update(filesUrn, files, files);
  for (const format of lost)
    expect(world.said.join()).toMatch(new RegExp(`cannot be made again.*${fileName(image, format)}`));
});

test("a withdrawn image's files leave the tree, and come back to nowhere else", async () => {
  const { files } = await publish(world, image);
  const outputs = await world.provider.update(filesUrn, files, { ...files, place: "quarantine" });
  expect(outputs["place"]).toBe("quarantine");
  const inTree = await listing(join(world.tree, setDirectory(image)));
  expect(inTree.filter((name) => name.startsWith("debian-"))).toEqual([]);
  const hidden = await listing(join(world.staging, "quarantine", setDirectory(image)));
  expect(hidden).toContain(fileName(image, "qcow2"));
  expect((await stat(world.staging)).mode & 0o777).toBe(0o700);
  const found = await world.provider.read(filesUrn, { id: "", outputs, inputs: {} });
  expect(found?.outputs).toEqual(outputs);
});

test("a held image's standing is kept in its record", async () => {
  const build = await world.build(image);
  const news = { ...makingOf(image, build), place: "staging", standing: standing("held") };
  const { outputs } = await world.provider.create(filesUrn, news);
  expect((await readStaged(world, image, imageName(image)))?.image.targets["mirror"]?.phase).toBe("held");
  await world.provider.update(filesUrn, outputs, { ...news, standing: standing("superseded") });
  expect((await readStaged(world, image, imageName(image)))?.image.targets["mirror"]?.phase).toBe("superseded");
});

test("nothing is deleted without a tombstone; with one, everything of the image goes, twice too", async () => {
  const build = await world.build(image);
  const { outputs } = await world.provider.create(filesUrn, makingOf(image, build));
  await expect(world.provider.delete(filesUrn, outputs)).rejects.toThrow(/tombstone/);
  expect(await readStaged(world, image, imageName(image))).toBeDefined();
  await writeTombstone(world, image, build.digest);
  await world.provider.delete(filesUrn, outputs);
  await world.provider.delete(filesUrn, outputs);
  expect((await listing(world.staging)).filter((name) => name.includes("debian-"))).toEqual([]);
});

test("an image that was never made needs no tombstone", async () => {
  const build = { base: join(world.root, "nothing"), digest: "c".repeat(128) };
  const { outputs } = await world.provider.create(filesUrn, makingOf(image, build, false));
  await world.provider.delete(filesUrn, outputs);
});

test("a set that leaves takes all its files along", async () => {
  const { files, version, build } = await publish(world, image);
  await expect(world.provider.delete(versionUrn, version)).rejects.toThrow(/tombstone/);
  await writeTombstone(world, image, build.digest);
  await world.provider.delete(versionUrn, version);
  await expect(stat(join(world.tree, setDirectory(image)))).rejects.toThrow(/ENOENT/);
  await world.provider.delete(filesUrn, files);
  expect((await listing(world.staging)).filter((name) => name.includes("leaving/"))).toEqual([]);
});
