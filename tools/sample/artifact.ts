import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { buildFile, buildName, type BuildFormat } from "../../images/files.ts";
import type { Build } from "../../images/manifest.ts";
import { pythonJson, type Json } from "../../images/python-json.ts";
import { compress, makeTar, sha512 } from "./archive.ts";
import { buildTime, packagesOf, type SampleBuild } from "./build.ts";
import { makeDisk } from "./disk.ts";
import { dpkgStatus } from "./text/dpkg-status.ts";
import { infoText } from "./text/info.ts";
import { junitReport } from "./text/junit.ts";
import { buildManifest } from "./text/manifest.ts";

/** The points at which an artifact can be made bad on purpose; everything that follows goes by what was made so. */
export interface Spoiling {
  /** Changes `disk.raw`. */
  disk?: (disk: string) => Promise<void>;
  /** Puts other members into the folder of `disk.raw`, and answers which the tar holds. */
  members?: (folder: string) => Promise<string[]>;
  tar?: (tar: string) => Promise<void>;
  archive?: (archive: string) => Promise<void>;
  manifest?: (manifest: Build) => Json;
  junit?: (report: string) => string;
  /** The base name of the files. */
  name?: (name: string) => string;
}

/** Writes one artifact into `folder`, the manifest last. Answers its base path: the files' without an ending. */
export async function makeArtifact(build: SampleBuild, folder: string, spoiling: Spoiling = {}): Promise<string> {
  const name = spoiling.name?.(buildName(build)) ?? buildName(build);
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(path.join(folder, ".making-"));
  try {
    const { archive, digest } = await makeArchive(build, work, spoiling);
    const manifest = buildManifest(build, digest);
    const report = junitReport(build);
    const texts: [BuildFormat, string][] = [
      ["info", infoText(build)],
      ["dpkg-status", dpkgStatus(packagesOf(build))],
      ["junit.xml", spoiling.junit?.(report) ?? report],
      ["json", pythonJson(spoiling.manifest?.(manifest) ?? manifest)],
    ];
    const base = path.join(folder, name);
    await rename(archive, buildFile(base, "tar.xz"));
    for (const [format, text] of texts) await replaceFile(buildFile(base, format), text, work);
    return base;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function makeArchive(
  build: SampleBuild,
  work: string,
  spoiling: Spoiling,
): Promise<{ archive: string; digest: string }> {
  const disk = await makeDisk(build, work);
  await spoiling.disk?.(disk);
  const members = (await spoiling.members?.(work)) ?? ["disk.raw"];
  const tar = path.join(work, "disk.tar");
  await makeTar(tar, { folder: work, members, time: buildTime(build) });
  await spoiling.tar?.(tar);
  const digest = await sha512(tar);
  const archive = await compress(tar);
  await spoiling.archive?.(archive);
  return { archive, digest };
}

async function replaceFile(file: string, text: string, work: string): Promise<void> {
  const temporary = path.join(work, path.basename(file));
  await writeFile(temporary, text);
  await rename(temporary, file);
}
