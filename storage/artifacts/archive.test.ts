import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UserError } from "../../images/model/errors.ts";
import { probeArchive, probeArtifact } from "./archive.ts";

const gib = 2 ** 30;
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "probe-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const shell = (script: string): string => execFileSync("sh", ["-ec", script], { cwd: folder, encoding: "utf8" });

/** An archive of a sparse disk of 3 GiB; answers its path. */
function makeArchive(...options: string[]): string {
  shell(`truncate -s 3G disk.raw
    head -c 200000 /dev/urandom | dd of=disk.raw bs=4096 conv=notrunc status=none
    head -c 40960 /dev/urandom | dd of=disk.raw bs=4096 seek=9000 conv=notrunc status=none
    tar -cS ${options.join(" ")} disk.raw | xz -0 >x.tar.xz`);
  return join(folder, "x.tar.xz");
}

describe("probing an archive", () => {
  it.each([["--format=gnu"], ["--format=posix"]])("tells its disk and its sizes (%s)", async (format) => {
    const path = makeArchive(format);
    const { member, compressed, uncompressed } = await probeArchive(path);
    expect(member.size).toBe(3 * gib);
    expect(member.regions.map(({ offset }) => offset)).toEqual([0, 9000 * 4096]);
    expect(compressed).toBe(readFileSync(path).length);
    expect(uncompressed).toBe(Number(shell("xz -dc x.tar.xz | wc -c")));
    expect(member.end).toBeLessThanOrEqual(uncompressed);
  });

  it.each<[string, (path: string) => void, RegExp]>([
    ["is cut off", (path) => truncateSync(path, readFileSync(path).length / 2), /cut off": expected a whole \.tar\.xz/],
    ["is cut off after a zero", cutAfterZero, /cut off": expected a whole \.tar\.xz/],
    ["is empty", (path) => truncateSync(path, 0), /cut off/],
    ["is no xz", (path) => writeFileSync(path, "text".repeat(100)), /no xz file/],
    ["is a link", (path) => shell(`mv x.tar.xz y && ln -s y ${path}`), /a symbolic link/],
    ["is a folder", (path) => shell(`rm x.tar.xz && mkdir ${path}`), /no regular file/],
    ["is a pipe", (path) => shell(`rm x.tar.xz && mkfifo ${path}`), /no regular file/],
    ["is not there", (path) => rmSync(path), /x\.tar\.xz: expected a regular file/],
    ["is no tar", () => shell("head -c 9999 /dev/urandom | xz >x.tar.xz"), /a tar header/],
    ["holds an empty tar", () => shell("tar -cT /dev/null | xz >x.tar.xz"), /an empty archive/],
    ["holds the beginning of a tar", () => shell("head -c 300 /dev/zero | xz >x.tar.xz"), /member disk\.raw/],
    [
      "holds another file",
      () => shell("mv disk.raw d.raw; tar -cS d.raw | xz >x.tar.xz"),
      /one member named disk\.raw/,
    ],
    ["holds a damaged beginning", (path) => writeFileSync(path, damaged(path)), /member disk\.raw/],
  ])("refuses one that %s", async (_, spoil, message) => {
    const path = makeArchive();
    spoil(path);
    await expect(probeArchive(path)).rejects.toThrow(message);
    await expect(probeArchive(path)).rejects.toThrow(UserError);
  });
});

/** What is random may end in a zero wherever it is cut. */
function cutAfterZero(path: string): void {
  const half = readFileSync(path).subarray(0, 100_000);
  writeFileSync(path, Buffer.concat([half, Buffer.alloc(1)]));
}

function damaged(path: string): Buffer {
  const bytes = readFileSync(path);
  bytes.fill(0xff, 12, 40);
  return bytes;
}

describe("probing a build", () => {
  const write = (...names: string[]): void => {
    for (const name of names) writeFileSync(join(folder, name), `text of ${name}`);
  };

  it("reads the texts that are there", async () => {
    makeArchive();
    write("x.build.json", "x.dpkg-status");
    const probe = await probeArtifact(join(folder, "x"), new Set(["json", "tar.xz", "dpkg-status"]));
    expect(probe).toMatchObject({
      source: join(folder, "x"),
      base: "x",
      manifest: "text of x.build.json",
      report: null,
      dpkgStatus: "text of x.dpkg-status",
    });
  });

  it("refuses a text that is a link, so that nobody's other files are read", async () => {
    makeArchive();
    mkdirSync(join(folder, "elsewhere"));
    write("elsewhere/secret");
    symlinkSync(join(folder, "elsewhere/secret"), join(folder, "x.build.json"));
    await expect(probeArtifact(join(folder, "x"), new Set(["json", "tar.xz"]))).rejects.toThrow("a symbolic link");
  });

  const texts = ["x.build.json", "x.info", "x.dpkg-status", "x.build.junit.xml"];
  const present = new Set(["json", "info", "dpkg-status", "junit.xml", "tar.xz"] as const);

  it.each(texts)("refuses %s beyond all measure, also where it takes no room", async (name) => {
    makeArchive();
    write(...texts);
    truncateSync(join(folder, name), 2 * gib);
    await expect(probeArtifact(join(folder, "x"), present)).rejects.toThrow(/2147483648 bytes": expected at most/);
  });

  it.each(texts)("refuses %s that is no UTF-8", async (name) => {
    makeArchive();
    write(...texts);
    writeFileSync(join(folder, name), Buffer.from([0x22, 0xff, 0x22]));
    await expect(probeArtifact(join(folder, "x"), present)).rejects.toThrow(/no UTF-8": expected UTF-8/);
  });
});
