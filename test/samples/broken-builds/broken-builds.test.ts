import { execFileSync } from "node:child_process";
import { lstat, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildFile, buildName } from "../../../images/tree/files.ts";
import { parseVersion } from "../../../images/model/version.ts";
import type { SampleBuild } from "../../../tools/sample/build.ts";
import { makeBroken, type BrokenKind } from "./broken-builds.ts";

const version = parseVersion("20260717-2542");
if (version === undefined) throw new Error("no version");
const build: SampleBuild = { suite: "trixie", vendor: "generic", arch: "amd64", version, size: 1 };

process.env["PATH"] = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-broken-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a program says, or that it failed. */
function said(program: string, ...args: string[]): string {
  try {
    return execFileSync(program, args, { encoding: "utf8", stdio: "pipe" });
  } catch {
    return "failed";
  }
}

const list = (base: string) => said("tar", "-tvf", buildFile(base, "tar.xz"));
const unpacked = (base: string) => said("sh", "-c", 'xz -dc "$1" | wc -c', "sh", buildFile(base, "tar.xz"));
const text = (base: string, format: "json" | "junit.xml") => readFile(buildFile(base, format), "utf8");

/** Unpacks the disk, and answers what a program says of it. */
function ofDisk(base: string, program: string, ...args: string[]): string {
  const target = path.dirname(base);
  execFileSync("tar", ["-xSf", buildFile(base, "tar.xz"), "-C", target]);
  return said(program, ...args, path.join(target, "disk.raw"));
}

/** The offsets of the first two entries of the sparse map in the tar's header. */
const sparseOffsets = (base: string) =>
  said("sh", "-c", 'xz -dc "$1" | dd bs=1 skip=386 count=36 status=none', "sh", buildFile(base, "tar.xz"));

type Look = (base: string) => string | Promise<string>;

const kinds: [BrokenKind, Look, RegExp][] = [
  ["bad manifest", (base) => text(base, "json"), /^(?!.*"packages")/s],
  ["name against content", (base) => text(base, "json"), /"arch": "arm64"/],
  ["two members", list, /disk\.raw\n.*readme\n/],
  ["symlink member", list, /disk\.raw -> \/etc\/passwd/],
  ["other member", list, /other\.raw/],
  ["wrong size", list, / 42949672960 /],
  ["huge ratio", unpacked, /^1[34]\d{7}\n/],
  ["bad sparse map", sparseOffsets, /^(\d{11})\0\d{11}\0\1/],
  ["truncated xz", (base) => said("xz", "--test", buildFile(base, "tar.xz")), /failed/],
  ["wrong digest", (base) => text(base, "json"), /"sha512:A{85}/],
  ["broken partition table", (base) => ofDisk(base, "sfdisk", "--dump"), /label: dos/],
  ["no partition table", (base) => ofDisk(base, "od", "-A", "n", "-j", "510", "-N", "2", "-x"), / 0000/],
  ["disguised as qcow2", (base) => ofDisk(base, "od", "-A", "n", "-N", "4", "-c"), /Q +F +I +373/],
  ["JUnit failure", (base) => text(base, "junit.xml"), /failures="1".*<failure/],
  ["JUnit with entities", (base) => text(base, "junit.xml"), /<!ENTITY/],
  ["symlinked artifact", async (base) => String((await lstat(buildFile(base, "tar.xz"))).isSymbolicLink()), /true/],
];

describe("a build that is broken on purpose", () => {
  test.each(kinds)("%s: shows it", async (kind, look, shown) => {
    expect(await look(await makeBroken(kind, build, path.join(folder, kind)))).toMatch(shown);
  });

  test.each([
    ["unknown suite", "debian-woody-generic-amd64-official-20260717-2542"],
    ["dev build", "debian-trixie-generic-amd64-dev-manual-2542"],
    ["manifest missing", buildName(build)],
  ] as const)("%s: is called %s", async (kind, name) => {
    expect(path.basename(await makeBroken(kind, build, path.join(folder, kind)))).toBe(name);
  });
});
