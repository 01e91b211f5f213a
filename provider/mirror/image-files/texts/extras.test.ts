import { readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildFile, fileName, type ExtraFormat } from "../../../../images/tree/files.ts";
import { imageName, setDirectory } from "../../../../images/model/image.ts";
import type { ImageRecord } from "../../../../images/tree/record.ts";
import { readStaged } from "../../../../storage/tree/records.ts";
import { Gitlab, inTurn, log, status } from "../../../../test/peers/gitlab.ts";
import type { Properties } from "../../../../provider-sdk/provider.ts";
import type { Build, BuildOptions } from "../../build.fixture.ts";
import {
  writeTombstone,
  dailyOf,
  filesUrn,
  first,
  listing,
  makeWorld,
  makingOf,
  releaseOf,
  versionInputsOf,
  versionUrn,
  type World,
} from "../../world.fixture.ts";

let world: World;
let gitlab: Gitlab;
beforeEach(async () => {
  world = await makeWorld();
  gitlab = await Gitlab.start();
});
afterEach(async () => {
  await gitlab.end();
  await world.end();
});

/** Its disks are not published, which is all the quicker. */
const image = dailyOf(first, "azure");
const project = "cloud-team/debian-cloud-images";
const token = "glpat-" + "k3J9xQ7bW2mZ".repeat(2);
const dpkgStatus = [
  "Package: libssl3t64\nStatus: install ok installed\nSource: openssl (3.5.1-1)\nArchitecture: amd64\nVersion: 3.5.1-1+b1\n",
  "Package: adduser\nStatus: install ok installed\nArchitecture: all\nVersion: 3.152\n",
].join("\n");
const sources = "adduser 3.152\nopenssl 3.5.1-1\n";

interface Made {
  record: ImageRecord;
  files: Properties;
  build: Build;
}

/** Makes an image in staging. `asked`: the GitLab of the configuration. */
async function made(options: BuildOptions, asked: string | null = gitlab.url): Promise<Made> {
  const build = await world.build(image, options);
  const inputs = makingOf(image, build);
  const making = inputs.making && { ...inputs.making, ...(asked !== null && { gitlab: asked }) };
  const { outputs } = await world.provider.create(filesUrn, { ...inputs, making });
  const staged = await readStaged(world, image, imageName(image));
  if (staged === undefined) throw new Error("it is made");
  return { record: staged.image, files: outputs, build };
}

const endings = ({ files, name }: ImageRecord): string[] => files.map((file) => file.name.slice(name.length + 1));
const inStaging = (format: ExtraFormat): string =>
  join(world.staging, "sets", setDirectory(image), "files", fileName(image, format));
const inTree = (format: ExtraFormat): string => join(world.tree, setDirectory(image), fileName(image, format));

describe("a job's log", () => {
  it("is fetched and kept as plain text", async () => {
    const job = gitlab.job(project, 7, log("\u001b[32mbuilt\u001b[0m\n"));
    const { record } = await made({ job });
    expect(record.build).toMatchObject({ job, noLog: null });
    expect(endings(record)).toEqual(["json", "tar.xz", "info", "log"]);
    expect(await readFile(inStaging("log"), "utf8")).toBe("built\n");
    expect((await stat(inStaging("log"))).mtime.toISOString()).toBe("2026-07-17T00:42:22.000Z");
  });

  it("is withheld for a credential in it, and nothing of it is kept", async () => {
    const { record } = await made({ job: gitlab.job(project, 7, log(`one\nuses ${token}\n`)) });
    expect(record.build.noLog).toBe("line 2 looks like a GitLab token; revoke it");
    expect(endings(record)).not.toContain("log");
    const names = await listing(world.root);
    const kept = await Promise.all(names.map((name) => readFile(join(world.root, name), "utf8").catch(() => "")));
    expect(kept.filter((text) => text.includes(token))).toEqual([]);
  });

  it("comes from the build, where that brings it, and nobody is asked", async () => {
    const job = gitlab.job(project, 7, log("fetched\n"));
    const { record } = await made({ job, beside: { log: "10%\rbrought\n" } });
    expect(await readFile(inStaging("log"), "utf8")).toBe("brought\n");
    expect(record.build.noLog).toBeNull();
    expect(gitlab.asked).toEqual([]);
  });

  it("is searched also where the build brings it", async () => {
    const { record } = await made({ beside: { log: `password=${token}\n` } });
    expect(record.build.noLog).toMatch(/^line 1 looks like /);
  });

  it("that is a link is never read", async () => {
    const build = await world.build(image);
    await symlink("/etc/passwd", buildFile(build.base, "log"));
    await world.provider.create(filesUrn, makingOf(image, build));
    const record = (await readStaged(world, image, imageName(image)))?.image;
    expect(record?.build.noLog).toBe("the log that the build brings is no file that can be read");
    expect(record && endings(record)).not.toContain("log");
  });

  it.each<[string, () => BuildOptions, RegExp]>([
    ["names no job", () => ({}), /^the build names no job$/],
    [
      "names a job elsewhere",
      () => ({ job: "https://evil.example/a/b/-/jobs/1" }),
      /^its job is none of http:\/\/127\.0\.0\.1:\d+$/,
    ],
    ["names a job that is gone", () => ({ job: `${gitlab.url}/a/b/-/jobs/1` }), /^127\.0\.0\.1:\d+ answered 404$/],
    ["has said nothing", () => ({ job: gitlab.job(project, 7, log("\n")) }), /^the log is empty$/],
  ])("is not there of a build that %s, which is no failure", async (_, options, noLog) => {
    const { record, files } = await made(options());
    expect(record.build.noLog).toMatch(noLog);
    expect(files["outcome"]).toBe("passed");
  });

  it("is fetched from no GitLab that the configuration does not name", async () => {
    const { record } = await made({ job: gitlab.job(project, 7, log("built\n")) }, null);
    expect(record.build.noLog).toBe("cloud-images:builds.gitlab is not set");
    expect(gitlab.asked).toEqual([]);
  });

  it("may have grown when a making is repeated, which is the same image", async () => {
    const job = gitlab.job(project, 7, inTurn(log("built\n"), log("built\nand cleaned up\n")));
    const { build } = await made({ job });
    await rm(join(world.staging, "sets"), { recursive: true });
    const inputs = makingOf(image, build);
    const making = inputs.making && { ...inputs.making, gitlab: gitlab.url };
    const { outputs } = await world.provider.create(filesUrn, { ...inputs, making });
    expect(outputs["outcome"]).toBe("passed");
    expect(await readFile(inStaging("log"), "utf8")).toBe("built\nand cleaned up\n");
  });

  it("is none of a build that is refused", async () => {
    const { record } = await made({ job: gitlab.job(project, 7, status(404)), partitioned: false });
    expect(record.build.noLog).toBe("its build was refused");
  });
});

describe("the sources", () => {
  it("are told of a build that brings dpkg-status", async () => {
    const { record } = await made({ beside: { "dpkg-status": dpkgStatus } });
    expect(endings(record)).toEqual(["json", "tar.xz", "info", "dpkg-status", "sources", "spdx.json", "cdx.json"]);
    expect(await readFile(inStaging("sources"), "utf8")).toBe(sources);
  });

  it.each([
    ["of the dpkg-status beside them", async () => rm(join(world.root, "artifacts"), { recursive: true })],
    ["of the build's, when both are gone", async () => rm(inTree("dpkg-status"))],
  ])("are made again %s", async (_, lose) => {
    const { files } = await made({ beside: { "dpkg-status": dpkgStatus } });
    await world.provider.create(versionUrn, { ...versionInputsOf([image]) });
    await lose();
    await writeFile(inTree("sources"), "other\n");
    await world.provider.update(filesUrn, files, files);
    expect(await readFile(inTree("sources"), "utf8")).toBe(sources);
    expect(world.said).toEqual([]);
  });
});

describe("what stands beside an image", () => {
  it("goes with it: into a release, into quarantine, and away", async () => {
    const job = gitlab.job(project, 7, log("built\n"));
    const { files, build } = await made({ job, beside: { "dpkg-status": dpkgStatus } });
    await world.provider.create(versionUrn, { ...versionInputsOf([image]) });
    const release = releaseOf(image);
    const source = join(world.tree, setDirectory(image));
    await world.provider.create(filesUrn, makingOf(release, { base: source, digest: build.digest }));
    const released = (await readStaged(world, release, imageName(release)))?.image;
    expect(released && endings(released)).toEqual([
      "json",
      "tar.xz",
      "info",
      "dpkg-status",
      "sources",
      "spdx.json",
      "cdx.json",
      "log",
    ]);
    expect(released?.build).toMatchObject({ job, noLog: null });
    const linked = join(world.staging, "sets", setDirectory(release), "files", fileName(release, "log"));
    expect((await stat(linked)).ino).toBe((await stat(inTree("log"))).ino);

    const outputs = await world.provider.update(filesUrn, files, { ...files, place: "quarantine" });
    const left = (await listing(join(world.tree, setDirectory(image)))).filter((name) => name.startsWith("debian-"));
    expect(left).toEqual([]);
    await writeTombstone(world, image, build.digest);
    await world.provider.delete(filesUrn, outputs);
    expect((await listing(world.root)).filter((name) => name.endsWith(`${imageName(image)}.log`))).toEqual([]);
  });

  it("stops no release where it was lost", async () => {
    const { build } = await made({ job: gitlab.job(project, 7, log("built\n")) });
    await world.provider.create(versionUrn, { ...versionInputsOf([image]) });
    await rm(inTree("log"));
    const release = releaseOf(image);
    const source = join(world.tree, setDirectory(image));
    await world.provider.create(filesUrn, makingOf(release, { base: source, digest: build.digest }));
    const released = (await readStaged(world, release, imageName(release)))?.image;
    expect(released && endings(released)).toEqual(["json", "tar.xz", "info"]);
    expect(released?.build.noLog).toBe("the daily's was lost");
  });

  it("is never what a link leads to", async () => {
    const build = await world.build(image);
    await rm(buildFile(build.base, "info"));
    await symlink("/etc/passwd", buildFile(build.base, "info"));
    await expect(world.provider.create(filesUrn, makingOf(image, build))).rejects.toThrow(/info is "a symbolic link"/);
  });
});
