import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { day } from "../../../test/samples/samples.ts";
import type { Suite } from "../../../images/model/definitions/suites.ts";
import { buildFile } from "../../../images/tree/files.ts";
import { readArtifacts, type Artifacts } from "./artifacts.ts";
import { makeArchive, putBuild, report, version, type Put } from "./builds.fixture.ts";

const today = day("2026-07-17");

let [shared, archive, root] = ["", "", ""];
beforeAll(() => {
  shared = mkdtempSync(join(tmpdir(), "artifact-"));
  archive = makeArchive(shared);
});
afterAll(() => {
  rmSync(shared, { recursive: true });
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "artifacts-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const put = (of: Omit<Put, "root" | "archive"> = {}): string => putBuild({ root, archive, ...of });

async function read(suite?: Suite): Promise<Artifacts> {
  return readArtifacts(suite === undefined ? { root, day: today } : { root, suite, day: today });
}

const sourcesOf = ({ candidates }: Artifacts): string[] => candidates.map(({ source }) => source);

describe("the artifacts of a folder", () => {
  it("are candidates, in the order of their folders", async () => {
    const sources = [put({ folder: "a" }), put({ folder: "b", suite: "sid" }), put({ folder: "b", arch: "arm64" })];
    const artifacts = await read();
    expect(sourcesOf(artifacts)).toEqual(sources);
    expect(artifacts).toMatchObject({ refusals: [], warnings: [] });
    expect(artifacts.candidates[0]?.digest).toBe("5".repeat(128));
  });

  describe("whose image was made before", () => {
    const image = `debian-13-genericcloud-amd64-daily-${version}`;
    const readMade = (digest: string): Promise<Artifacts> =>
      readArtifacts({ root, day: today, made: new Map([[image, digest.repeat(128)]]) });

    it("are not looked into again: what became of the archive is no matter", async () => {
      const source = put();
      rewrite(buildFile(source, "tar.xz"));
      expect(await readMade("5")).toMatchObject({ candidates: [{ source }], refusals: [] });
      rmSync(buildFile(source, "tar.xz"));
      expect(await readMade("5")).toMatchObject({ candidates: [{ source }], refusals: [] });
    });

    it("are, where they claim other bytes", async () => {
      rewrite(buildFile(put(), "tar.xz"));
      expect(await readMade("6")).toMatchObject({ candidates: [], refusals: [{}] });
    });
  });

  it("of other suites are passed over, broken ones too", async () => {
    const source = put();
    rmSync(buildFile(put({ suite: "sid" }), "tar.xz"));
    expect(await read("trixie")).toMatchObject({ candidates: [{ source }], refusals: [] });
  });

  it("of a suite that nobody knows are refused whatever the suite", async () => {
    writeFileSync(join(root, `debian-woody-generic-amd64-official-${version}.build.json`), "");
    expect((await read("trixie")).refusals).toHaveLength(1);
  });

  it("are none, with a warning, where there is no folder", async () => {
    rmSync(root, { recursive: true });
    expect(await read()).toEqual({
      candidates: [],
      refusals: [],
      warnings: [`no artifacts: the folder ${root} is not there`],
    });
    mkdirSync(root);
  });

  it.each<[string, (source: string) => void, RegExp]>([
    ["its manifest is missing", (source) => rmSync(buildFile(source, "json")), /build\.json/],
    ["its archive is missing", (source) => rmSync(buildFile(source, "tar.xz")), /\.tar\.xz/],
    ["its report is missing", (source) => rmSync(buildFile(source, "junit.xml")), /junit\.xml/],
    ["its archive is a link", (source) => relink(buildFile(source, "tar.xz")), /\.tar\.xz/],
    ["its manifest is broken", (source) => writeFileSync(buildFile(source, "json"), "{"), /build\.json/],
    ["its archive is broken", (source) => rewrite(buildFile(source, "tar.xz")), /\.tar\.xz/],
  ])("are refused one by one: %s", async (_, spoil, where) => {
    const good = put({ folder: "good", arch: "arm64" });
    const bad = put({ folder: "bad" });
    spoil(bad);
    const artifacts = await read();
    expect(sourcesOf(artifacts)).toEqual([good]);
    expect(artifacts.refusals).toHaveLength(1);
    expect(artifacts.refusals[0]?.where).toMatch(where);
    expect(artifacts.refusals[0]?.where.startsWith(bad)).toBe(true);
  });

  it("are refused both when two are builds of one image, even with the same bytes", async () => {
    const sources = [put({ folder: "1" }), put({ folder: "2" })];
    const artifacts = await read();
    expect(artifacts.candidates).toEqual([]);
    expect(artifacts.refusals.map(({ where }) => where)).toEqual(sources);
  });

  it("are read again only when they changed", async () => {
    const source = put();
    await read();
    writeFileSync(buildFile(source, "junit.xml"), report.replace("<testcase", "<testcas "));
    expect((await read()).refusals).toHaveLength(1);
    writeFileSync(buildFile(source, "junit.xml"), report);
    expect((await read()).candidates).toHaveLength(1);
    const later = new Date("2030-01-01");
    writeFileSync(buildFile(source, "json"), "{");
    utimesSync(buildFile(source, "json"), later, later);
    expect((await read()).candidates).toHaveLength(0);
  });

  it.skipIf(process.getuid?.() === 0)("that cannot be read are refused by name", async () => {
    put({ folder: "closed" });
    chmodSync(join(root, "closed"), 0o000);
    const artifacts = await read();
    chmodSync(join(root, "closed"), 0o700);
    expect(artifacts.refusals).toMatchObject([{ where: join(root, "closed") }]);
  });
});

function relink(path: string): void {
  rmSync(path);
  symlinkSync(archive, path);
}

function rewrite(path: string): void {
  rmSync(path);
  writeFileSync(path, "no archive");
}
