import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findBuilds, type FoundBuilds } from "./builds.ts";

const base = "debian-trixie-generic-amd64-official-20260717-2542";
let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "builds-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function put(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), "");
  }
}

async function search(): Promise<FoundBuilds> {
  const found = await findBuilds(root);
  if (found === undefined) throw new Error("the test's own folder is not there");
  return found;
}

const sources = async (): Promise<string[]> => (await search()).builds.map(({ source }) => relative(root, source));

describe("searching for builds", () => {
  it("puts the files of one build together", async () => {
    put(`${base}.tar.xz`, `${base}.build.json`, `${base}.info`, `${base}.build.junit.xml`, `${base}.dpkg-status`);
    expect((await search()).builds).toEqual([
      { source: join(root, base), base, present: new Set(["json", "junit.xml", "dpkg-status", "info", "tar.xz"]) },
    ]);
  });

  it("looks into folders, in order, and tells namesakes apart", async () => {
    put(`b/${base}.info`, `a/deep/er/${base}.tar.xz`, `a/${base}.build.json`);
    expect(await sources()).toEqual([`a/${base}`, `a/deep/er/${base}`, `b/${base}`]);
  });

  it("leaves alone what no build wrote", async () => {
    put("README", "backup.tar.xz", "dir.info", `${base}.raw`, `.git/${base}.tar.xz`, `.making-x/${base}.build.json`);
    expect(await sources()).toEqual([]);
  });

  it("takes a manifest for a build's, whatever its name", async () => {
    put("image.build.json");
    expect(await sources()).toEqual(["image"]);
  });

  it("follows no link, and says so", async () => {
    put(`elsewhere/${base}.tar.xz`, "artifacts/keep");
    root = join(root, "artifacts");
    symlinkSync("../elsewhere", join(root, "linked"));
    const { builds, problems } = await search();
    expect(builds).toEqual([]);
    expect(problems).toMatchObject([{ where: join(root, "linked"), value: "a symbolic link" }]);
    root = dirname(root);
  });

  it("keeps a link in place of a build's file with its build, to be refused there", async () => {
    put(`${base}.build.json`);
    symlinkSync("/etc/passwd", join(root, `${base}.tar.xz`));
    const { builds, problems } = await search();
    expect(builds[0]?.present).toEqual(new Set(["json", "tar.xz"]));
    expect(problems).toEqual([]);
  });

  it("does not go down for ever", async () => {
    put(`1/2/3/4/5/6/7/${base}.info`, `1/2/3/4/5/6/7/8/${base}.info`);
    const { builds, problems } = await search();
    expect(builds.map(({ source }) => relative(root, source))).toEqual([`1/2/3/4/5/6/7/${base}`]);
    expect(problems).toMatchObject([{ where: join(root, "1/2/3/4/5/6/7/8") }]);
  });

  it("passes over what is hidden, unfinished, or of another system", async () => {
    put(`._${base}.build.json`, `.${base}.tar.xz.Xa1b2c`, `__MACOSX/${base}.build.json`, `@eaDir/${base}.build.json`);
    put(`lost+found/${base}.build.json`, `#${base}.build.json`, "sub/._image.build.json");
    symlinkSync("nobody@nowhere.1:2", join(root, `.#${base}.build.json`));
    expect(await search()).toEqual({ builds: [], problems: [] });
  });

  it("is told from a folder that is not there", async () => {
    expect(await findBuilds(join(root, "nothing"))).toBeUndefined();
  });

  it("says what is no folder", async () => {
    put("file");
    symlinkSync("loop", join(root, "loop"));
    expect((await findBuilds(join(root, "file")))?.problems).toMatchObject([{ value: "a file" }]);
    expect((await findBuilds(join(root, "loop")))?.problems).toMatchObject([
      { where: join(root, "loop"), value: "a symbolic link that leads back to itself", expected: "a folder of builds" },
    ]);
  });
});
