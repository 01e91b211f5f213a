import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildFile, buildName } from "../../images/tree/files.ts";
import { buildDigest, parseBuild } from "../../images/builds/manifest.ts";
import { parseVersion } from "../../images/model/version.ts";
import { sha512 } from "./archive.ts";
import { makeArtifact } from "./artifact.ts";
import type { SampleBuild } from "./build.ts";

const version = parseVersion("20260717-2542");
if (version === undefined) throw new Error("no version");
const build: SampleBuild = { suite: "trixie", vendor: "genericcloud", arch: "amd64", version, size: 1 };

/** The search path has mke2fs and others where Debian keeps them. */
process.env["PATH"] = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
const run = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: "utf8", stdio: "pipe" });

let folder: string;
let base: string;
let disk: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-sample-"));
  base = await makeArtifact(build, path.join(folder, "first"));
  run("tar", "-xSf", buildFile(base, "tar.xz"), "-C", folder);
  disk = path.join(folder, "disk.raw");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a sample", () => {
  test("is the files of a build, and nothing else", async () => {
    const endings = [".build.json", ".build.junit.xml", ".dpkg-status", ".info", ".tar.xz"];
    const files = await readdir(path.dirname(base));
    expect(files.sort()).toEqual(endings.map((ending) => `${buildName(build)}${ending}`));
  });

  test("has the same bytes when it is made again, and others with another seed", async () => {
    const again = await makeArtifact(build, path.join(folder, "again"));
    for (const format of ["tar.xz", "json", "info", "dpkg-status", "junit.xml"] as const) {
      expect(await sha512(buildFile(again, format)), format).toBe(await sha512(buildFile(base, format)));
    }
    const other = await makeArtifact({ ...build, seed: "other" }, path.join(folder, "other"));
    expect(await sha512(buildFile(other, "tar.xz"))).not.toBe(await sha512(buildFile(base, "tar.xz")));
  });

  test("is made where a killed maker left its work, of which nothing stays, unlike that of one at work", async () => {
    const ended = spawnSync("true").pid;
    const shared = path.join(folder, "shared");
    const [left, living] = [`.making-${ended}-x`, `.making-${process.ppid}-x`];
    for (const name of [left, living]) await mkdir(path.join(shared, name), { recursive: true });
    await makeArtifact(build, shared);
    expect((await readdir(shared)).filter((name) => name.startsWith("."))).toEqual([living]);
  });

  test("has a manifest with the digest of its tar", async () => {
    const manifest = parseBuild(await readFile(buildFile(base, "json"), "utf8"), "manifest");
    const tar = path.join(folder, "disk.tar");
    run("sh", "-c", 'xz -dc "$1" > "$2"', "sh", buildFile(base, "tar.xz"), tar);
    expect(buildDigest(manifest)).toBe(await sha512(tar));
  });

  test("holds one sparse disk, small unless said", async () => {
    expect(run("tar", "-tf", buildFile(base, "tar.xz"))).toBe("disk.raw\n");
    const { size, blocks } = await stat(disk);
    expect(size).toBe(256 * 1024 ** 2);
    expect(blocks * 512).toBeLessThan(64 * 1024 ** 2);
  });

  test("has a partition table and file systems without errors", () => {
    expect(run("sfdisk", "--verify", disk)).toContain("No errors detected");
    const root = `${disk}?offset=${128 * 1024 ** 2}`;
    expect(() => run("e2fsck", "-fn", root)).not.toThrow();
    expect(run("debugfs", "-R", "cat etc/cloud-release", root)).toBe('ID=genericcloud\nVERSION="20260717-2542"\n');
    expect(run("mtype", "-i", `${disk}@@4M`, "::/EFI/debian/release.txt")).toContain("genericcloud");
  });

  test("names the source of a package where it differs", async () => {
    const status = await readFile(buildFile(base, "dpkg-status"), "utf8");
    expect(status).toMatch(/Package: libssl3t64\n(?:.+\n)*Source: openssl\n/);
    expect(status).toMatch(/Package: linux-image-cloud-amd64\n(?:.+\n)*Source: linux-signed-amd64 \(6\.12\.\d+\+1\)\n/);
  });
});
