import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { buildFile, buildName, type BuildFormat } from "../../images/tree/files.ts";
import type { Build } from "../../images/builds/manifest.ts";
import { pythonJson, type Json } from "../../images/formats/python-json.ts";
import { describeProcess } from "../engine/processes.ts";
import { compress, makeTar, sha512 } from "./archive.ts";
import { buildTime, type SampleBuild } from "./build.ts";
import { sampleContents, type Contents } from "./contents.ts";
import { makeDisk } from "./disk.ts";
import { infoText } from "./text/info.ts";
import { junitReport } from "./text/junit.ts";
import { buildManifest } from "./text/manifest.ts";

/** Functions that make an artifact bad on purpose. Each later step uses what the earlier ones left. */
export interface Spoiling {
  /** Changes `disk.raw`. */
  disk?: (disk: string) => Promise<void>;
  /** Puts other members into the folder of `disk.raw`. Returns those that the tar holds. */
  members?: (folder: string) => Promise<string[]>;
  tar?: (tar: string) => Promise<void>;
  archive?: (archive: string) => Promise<void>;
  manifest?: (manifest: Build) => Json;
  contents?: (contents: Contents) => Contents;
  junit?: (report: string) => string;
  /** Changes the base name of the files. */
  name?: (name: string) => string;
}

/** Writes one sample into `folder`. Returns its base path: that of its files without their endings. */
export function makeArtifact(build: SampleBuild, folder: string, spoiling: Spoiling = {}): Promise<string> {
  return inWork(folder, async (work) => {
    const disk = await makeDisk(build, work);
    await spoiling.disk?.(disk);
    return writeArtifact({ build, folder, work, contents: sampleContents(build), spoiling, preset: build.preset });
  });
}

/** Makes something in a temporary folder below the one where it will be. Removes such folders of killed processes. */
export async function inWork(folder: string, make: (work: string) => Promise<string>): Promise<string> {
  await mkdir(folder, { recursive: true });
  await sweep(folder);
  const work = await mkdtemp(path.join(folder, `.making-${process.pid}-`));
  try {
    return await make(work);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, pid] = /^\.making-(\d+)-/.exec(name) ?? [];
    if (pid === undefined || (await describeProcess(Number(pid))) !== undefined) continue;
    await rm(path.join(folder, name), { recursive: true, force: true });
  }
}

interface Making {
  build: SampleBuild;
  folder: string;
  /** Holds `disk.raw`; on the same file system as `folder`. */
  work: string;
  contents: Contents;
  spoiling?: Spoiling;
  /** xz's. */
  preset?: number | undefined;
  /** The command that builds it again; default: that of debian-cloud-images. */
  command?: string;
}

/** Writes the files of a build for its disk, each by one rename, the manifest last. Returns their base path. */
export async function writeArtifact(making: Making): Promise<string> {
  const { build, folder, work, contents, spoiling = {}, command } = making;
  const { archive, digest } = await makeArchive(making);
  const stated = spoiling.contents?.(contents) ?? contents;
  const manifest = buildManifest(build, stated.packages, digest, command);
  const report = junitReport(build, stated.tests);
  const texts: [BuildFormat, string][] = [
    ["info", infoText(build, stated)],
    ["dpkg-status", stated.dpkgStatus],
    ["junit.xml", spoiling.junit?.(report) ?? report],
    ["json", pythonJson(spoiling.manifest?.(manifest) ?? manifest)],
  ];
  const base = path.join(folder, spoiling.name?.(buildName(build)) ?? buildName(build));
  await rename(archive, buildFile(base, "tar.xz"));
  for (const [format, text] of texts) await replaceFile(buildFile(base, format), text, work);
  return base;
}

async function makeArchive({
  build,
  work,
  spoiling = {},
  preset,
}: Making): Promise<{ archive: string; digest: string }> {
  const members = (await spoiling.members?.(work)) ?? ["disk.raw"];
  const tar = path.join(work, "disk.tar");
  await makeTar(tar, { folder: work, members, time: buildTime(build) });
  await spoiling.tar?.(tar);
  const digest = await sha512(tar);
  const archive = await compress(tar, preset);
  await spoiling.archive?.(archive);
  return { archive, digest };
}

async function replaceFile(file: string, text: string, work: string): Promise<void> {
  const temporary = path.join(work, path.basename(file));
  await writeFile(temporary, text);
  await rename(temporary, file);
}
