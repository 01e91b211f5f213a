import { open, rename, rm, stat, symlink, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { buildFile } from "../../../images/tree/files.ts";
import { digestAnnotation } from "../../../images/builds/digest.ts";
import type { Build } from "../../../images/builds/manifest.ts";
import { makeArtifact, type Spoiling } from "../../../tools/sample/artifact.ts";
import type { SampleBuild } from "../../../tools/sample/build.ts";
import { overlappingSparseMap } from "./overlapping-sparse-map.ts";

const mebibyte = 1024 * 1024;

/** Overwrites part of a file in place. */
async function overwrite(file: string, offset: number, bytes: Buffer): Promise<void> {
  const handle = await open(file, "r+");
  await handle.write(bytes, 0, bytes.length, offset);
  await handle.close();
}

const withInfo = (manifest: Build, info: Record<string, string>): Build => ({
  ...manifest,
  data: { ...manifest.data, info: { ...manifest.data.info, ...info } },
});

/** Each has one fault only: so its digest matches its bytes, unless the digest is the fault. */
const spoilings = {
  "bad manifest": { manifest: ({ data, ...rest }) => ({ ...rest, data: { info: data.info } }) },
  "name against content": {
    manifest: (manifest) => withInfo(manifest, { arch: manifest.data.info.arch === "amd64" ? "arm64" : "amd64" }),
  },
  "two members": {
    members: async (folder) => {
      await writeFile(path.join(folder, "readme"), "a second member\n");
      return ["disk.raw", "readme"];
    },
  },
  "symlink member": {
    members: async (folder) => {
      await rm(path.join(folder, "disk.raw"));
      await symlink("/etc/passwd", path.join(folder, "disk.raw"));
      return ["disk.raw"];
    },
  },
  "other member": {
    members: async (folder) => {
      await rename(path.join(folder, "disk.raw"), path.join(folder, "other.raw"));
      return ["other.raw"];
    },
  },
  "wrong size": { disk: (disk) => truncate(disk, 40 * 1024 * mebibyte) },
  "huge ratio": { disk: (disk) => overwrite(disk, 160 * mebibyte, Buffer.alloc(128 * mebibyte)) },
  "bad sparse map": { tar: overlappingSparseMap },
  "truncated xz": { archive: async (archive) => truncate(archive, Math.floor((await stat(archive)).size / 2)) },
  "not xz": { archive: (archive) => writeFile(archive, "no archive\n") },
  "wrong digest": {
    manifest: ({ metadata, ...rest }) => ({
      ...rest,
      metadata: { ...metadata, annotations: { "cloud.debian.org/digest": digestAnnotation("0".repeat(128)) } },
    }),
  },
  // the header's checksum no longer fits, and the copy at the end is gone as well
  "broken partition table": {
    disk: async (disk) => {
      const { size } = await stat(disk);
      await overwrite(disk, 512 + 24, Buffer.alloc(16, 0xff));
      await overwrite(disk, size - 512, Buffer.alloc(512));
    },
  },
  "no partition table": { disk: (disk) => overwrite(disk, 0, Buffer.alloc(34 * 512)) },
  // a program that guesses formats takes the disk for a qcow2 whose backing file is the host's
  "disguised as qcow2": { disk: (disk) => overwrite(disk, 0, qcow2Header("/etc/passwd")) },
  "JUnit failure": {
    contents: (contents) => ({
      ...contents,
      tests: contents.tests.map((result, index) => (index === 0 ? { ...result, failure: "no kernel" } : result)),
    }),
  },
  "JUnit with entities": {
    junit: (report) =>
      report
        .replace("?>", '?><!DOCTYPE testsuites [<!ENTITY file SYSTEM "file:///etc/passwd">]>')
        .replace("</testsuite>", "<system-out>&file;</system-out></testsuite>"),
  },
  "unknown suite": {
    name: (name) => name.replace(/^debian-.+?-(?=[a-z0-9]+-[a-z0-9]+-official)/, "debian-woody-"),
    manifest: (manifest) => withInfo(manifest, { release: "woody", release_id: "3", release_baseid: "3" }),
  },
  "dev build": {
    name: (name) => name.replace(/-official-\d{8}-/, "-dev-manual-"),
    manifest: (manifest) => {
      const version = manifest.data.info.version.replace(/^.*-/, "");
      const { data, metadata, ...rest } = withInfo(manifest, { build_id: "manual", version });
      const labels = {
        ...metadata.labels,
        "cloud.debian.org/version": version,
        "build.cloud.debian.org/build-id": "manual",
        "build.cloud.debian.org/type": "dev",
      };
      return { ...rest, data: { ...data, info: { ...data.info, type: "dev" } }, metadata: { ...metadata, labels } };
    },
  },
} as const satisfies Record<string, Spoiling>;

/** The kinds that need more than one build, or change the files afterwards. */
const compositions = {
  "symlinked artifact": async (build: SampleBuild, folder: string): Promise<string> => {
    const base = await makeArtifact(build, folder);
    const file = buildFile(base, "tar.xz");
    const elsewhere = path.join(path.dirname(folder), `elsewhere-${path.basename(file)}`);
    await rename(file, elsewhere);
    await symlink(elsewhere, file);
    return base;
  },
  "two builds of one image": async (build: SampleBuild, folder: string): Promise<string> => {
    await makeArtifact({ ...build, seed: "again" }, path.join(folder, "again"));
    return makeArtifact(build, path.join(folder, "first"));
  },
  "other bytes for a known version": (build: SampleBuild, folder: string): Promise<string> =>
    makeArtifact({ ...build, seed: "other bytes" }, folder),
  "manifest is no JSON": async (build: SampleBuild, folder: string): Promise<string> => {
    const base = await makeArtifact(build, folder);
    await writeFile(buildFile(base, "json"), "{");
    return base;
  },
  "archive missing": (build: SampleBuild, folder: string) => without("tar.xz", build, folder),
  "manifest missing": (build: SampleBuild, folder: string) => without("json", build, folder),
  "JUnit missing": (build: SampleBuild, folder: string) => without("junit.xml", build, folder),
};

export type BrokenKind = keyof typeof spoilings | keyof typeof compositions;

/** Writes a bad build into `folder`, if the kind allows it with the identity of `build`. Returns its base path. */
export function makeBroken(kind: BrokenKind, build: SampleBuild, folder: string): Promise<string> {
  return isSpoiling(kind) ? makeArtifact(build, folder, spoilings[kind]) : compositions[kind](build, folder);
}

const isSpoiling = (kind: BrokenKind): kind is keyof typeof spoilings => Object.hasOwn(spoilings, kind);

async function without(format: "tar.xz" | "json" | "junit.xml", build: SampleBuild, folder: string): Promise<string> {
  const base = await makeArtifact(build, folder);
  await rm(buildFile(base, format));
  return base;
}

/** The start of a qcow2 of version 3 with a backing file; short enough to leave the partition table whole. */
function qcow2Header(backingFile: string): Buffer {
  const nameOffset = 104;
  const header = Buffer.alloc(nameOffset + backingFile.length);
  header.write("QFI\u00fb", 0, "latin1");
  header.writeUInt32BE(3, 4);
  header.writeBigUInt64BE(BigInt(nameOffset), 8);
  header.writeUInt32BE(backingFile.length, 16);
  header.write(backingFile, nameOffset, "latin1");
  return header;
}
