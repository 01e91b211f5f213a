import { whenEnded } from "../../../../storage/bounded.ts";
import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { diskBytes, mostCompressed } from "../../../../images/builds/artifact/disk.ts";
import type { TextDigests, BuildTexts } from "../../../../images/builds/text-digests.ts";
import type { Described, DiskFormat } from "../../../../images/model/definitions/vendors.ts";
import type { PublishableLog } from "../../../../images/builds/build-log.ts";
import { buildFile, dataFormats, fileName, type DataFormat, type ExtraFormat } from "../../../../images/tree/files.ts";
import type { Image } from "../../../../images/model/image.ts";
import {
  buildFacts,
  parseBuild,
  publishedManifest,
  serialiseManifest,
  type Build,
} from "../../../../images/builds/manifest.ts";
import type { BuildFacts, FileRecord } from "../../../../images/tree/record.ts";
import { copyArtifact } from "../../../../storage/artifacts/artifact-file.ts";
import { describeFile, type Digests } from "../../../../storage/files/hash.ts";
import { convert } from "./convert.ts";
import { writeExtras } from "../texts/extras.ts";
import { finishFile } from "../finish.ts";
import { incusMetadata } from "../../../../images/readers/incus-metadata.ts";
import { findLog } from "../texts/job-log.ts";
import { readJudged } from "../texts/judged-texts.ts";
import { Rejection } from "../rejection.ts";
import { unpack } from "./unpack.ts";

/** The files to make, and their place. */
export interface Job {
  image: Image & Described;
  /** sha512 of the uncompressed tar that was announced. */
  digest: string;
  /** A build's base path; of a release the directory that holds the daily's files. */
  source: string;
  /** For a build: the digests of its judged texts. */
  brought: TextDigests;
  /** An empty directory for the image's files. */
  directory: string;
  /** The GitLab that the log of the build's job may be fetched from. */
  gitlab: string | undefined;
}

export interface Making {
  signal: AbortSignal;
  report: (text: string) => void;
}

export interface Made {
  files: FileRecord[];
  build: BuildFacts;
}

/**
 * Makes an image's files from a build, in one pass over its archive; its job's log is fetched meanwhile. Throws a Rejection
 * when the bytes are wrong.
 */
export async function makeFiles(job: Job, making: Making): Promise<Made> {
  const { source, gitlab, brought } = job;
  const texts = await readJudged(source, brought);
  const build = parseBuild(texts.json, buildFile(source, "json"));
  const facts = buildFacts(build);
  const over = new AbortController();
  const log = findLog({ source, job: facts.job, gitlab }, AbortSignal.any([making.signal, over.signal]));
  try {
    const disks = await makeDisks(job, making);
    making.report("fetching the log");
    const told = await log;
    making.signal.throwIfAborted();
    const files = await writeRest(job, { build, texts, disks, log: told }, making);
    return { files, build: { ...facts, noLog: "noLog" in told ? told.noLog : null } };
  } finally {
    over.abort();
  }
}

async function makeDisks(job: Job, { signal, report }: Making): Promise<DiskFile[]> {
  const { image, source } = job;
  const pathOf = pathsOf(job);
  const wanted = dataFormats(image);
  report("copying the archive");
  await copyArtifact(buildFile(source, "tar.xz"), pathOf("tar.xz"), mostCompressed(diskBytes(image)));
  const unpacked = await unpack({
    archive: pathOf("tar.xz"),
    disk: wanted.includes("raw") ? pathOf("raw") : undefined,
    mostBytes: diskBytes(image),
    signal,
    progress: (done, all) => report(`unpacking: ${megabytes(done)} of ${megabytes(all)} MB`),
  });
  if (unpacked.digest !== job.digest)
    throw new Rejection(`the archive's digest is ${unpacked.digest}, not ${job.digest} as its manifest says`);
  if (unpacked.findings.length > 0) throw new Rejection(...unpacked.findings);

  return whenEnded([
    describe(pathOf("tar.xz"), "tar.xz"),
    ...(unpacked.raw === undefined ? [] : [rawFile(pathOf("raw"), unpacked.raw, unpacked.size)]),
    ...(wanted.includes("qcow2") ? [qcow2File(job, { signal, report })] : []),
  ]);
}

interface Rest {
  build: Build;
  texts: BuildTexts;
  disks: readonly DiskFile[];
  log: PublishableLog;
}

/** Writes the files beside the disks; returns all of the image's files. */
async function writeRest(job: Job, { build, texts, disks, log }: Rest, { report }: Making): Promise<FileRecord[]> {
  const { image, directory } = job;
  const pathOf = pathsOf(job);
  await writeFile(pathOf("json"), manifestText(build, image, disks));
  const extras = await writeExtras({ image, texts, log }, pathOf);
  const describeSmall = (format: "json" | ExtraFormat) => describeFile(pathOf(format), fileName(image, format));
  report("writing to the disk");
  const files = [
    await describeSmall("json"),
    ...disks.map(({ file }) => file),
    ...(await Promise.all(extras.map(describeSmall))),
  ];
  for (const { name } of files) await finishFile(join(directory, name), image.version);
  return files;
}

const pathsOf =
  ({ image, directory }: Job) =>
  (format: DataFormat | ExtraFormat): string =>
    join(directory, fileName(image, format));

export interface DiskFile {
  format: DiskFormat;
  file: FileRecord;
}

const describe = async (path: string, format: DiskFormat, incus?: Uint8Array): Promise<DiskFile> => ({
  format,
  file: await describeFile(path, basename(path), incus),
});

const rawFile = async (path: string, digests: Digests, size: number): Promise<DiskFile> => ({
  format: "raw",
  file: { name: basename(path), size, ...digests },
});

async function qcow2File(job: Job, { signal, report }: Making): Promise<DiskFile> {
  const pathOf = pathsOf(job);
  const qcow2 = pathOf("qcow2");
  await convert(pathOf("raw"), qcow2, { signal, progress: (percent) => report(`converting to qcow2: ${percent} %`) });
  return describe(qcow2, "qcow2", incusMetadata(job.image));
}

export const manifestText = (build: Build, image: Image, disks: readonly DiskFile[]): string =>
  serialiseManifest(
    publishedManifest({ build, image, uploads: disks.map(({ format, file }) => ({ format, sha512: file.sha512 })) }),
  );

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
