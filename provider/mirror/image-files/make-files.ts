import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { DiskFormat } from "../../../images/definitions/vendors.ts";
import {
  buildFile,
  dataFormats,
  extraFormats,
  fileName,
  type DataFormat,
  type ExtraFormat,
} from "../../../images/files.ts";
import type { Image } from "../../../images/image.ts";
import { buildFacts, parseBuild, publishedManifest, serialiseManifest, type Build } from "../../../images/manifest.ts";
import type { BuildFacts, FileRecord } from "../../../images/record.ts";
import { copyOf } from "../../../storage/copy.ts";
import { ifPresent } from "../../../storage/fault.ts";
import { describeFile } from "../../../storage/hash.ts";
import { convert } from "./convert.ts";
import { Rejection } from "./rejection.ts";
import { finishFile } from "./finish.ts";
import { unpack } from "./unpack.ts";

/** What is to be made, and where. */
export interface Job {
  image: Image;
  /** sha512 of the uncompressed tar that was announced. */
  digest: string;
  /** A build's base path; of a release the directory that holds the daily's files. */
  source: string;
  /** An empty directory for the image's files. */
  directory: string;
}

export interface Making {
  signal: AbortSignal;
  report: (text: string) => void;
}

export interface Made {
  files: FileRecord[];
  build: BuildFacts;
}

/** Makes an image's files from a build, in one pass over its archive. Throws a Rejection when the bytes are wrong. */
export async function makeFiles(job: Job, { signal, report }: Making): Promise<Made> {
  const { image, source, directory } = job;
  const pathOf = (format: DataFormat | ExtraFormat): string => join(directory, fileName(image, format));
  const wanted = dataFormats(image);
  const buildPath = buildFile(source, "json");
  const build = parseBuild(await readFile(buildPath, "utf8"), buildPath);

  report("copying the archive");
  await copyOf(buildFile(source, "tar.xz"), pathOf("tar.xz"));
  const unpacked = await unpack({
    archive: pathOf("tar.xz"),
    disk: wanted.includes("raw") ? pathOf("raw") : undefined,
    signal,
    progress: (done, all) => report(`unpacking: ${megabytes(done)} of ${megabytes(all)} MB`),
  });
  if (unpacked.digest !== job.digest)
    throw new Rejection(`the archive's digest is ${unpacked.digest}, not ${job.digest} as its manifest says`);
  if (unpacked.findings.length > 0) throw new Rejection(...unpacked.findings);

  const disks = await Promise.all([
    describe(pathOf("tar.xz"), "tar.xz"),
    ...(unpacked.rawSha512 === undefined ? [] : [rawFile(pathOf("raw"), unpacked.rawSha512, unpacked.size)]),
    ...(wanted.includes("qcow2") ? [qcow2File(pathOf("raw"), pathOf("qcow2"), { signal, report })] : []),
  ]);
  signal.throwIfAborted();
  await writeFile(pathOf("json"), manifestText(build, image, disks));
  const extras = await copyExtras(source, pathOf);
  const small = await Promise.all(
    (["json", ...extras] as const).map(async (format) => describeFile(pathOf(format), fileName(image, format))),
  );
  report("writing to the disk");
  const files = [...small.slice(0, 1), ...disks.map(({ file }) => file), ...small.slice(1)];
  for (const { name } of files) await finishFile(join(directory, name), image.version);
  return { files, build: { ...buildFacts(build), noLog: "logs are not fetched yet" } };
}

export interface DiskFile {
  format: DiskFormat;
  file: FileRecord;
}

const describe = async (path: string, format: DiskFormat): Promise<DiskFile> => ({
  format,
  file: await describeFile(path, basename(path)),
});

const rawFile = async (path: string, sha512: string, size: number): Promise<DiskFile> => ({
  format: "raw",
  file: { name: basename(path), size, sha512 },
});

async function qcow2File(raw: string, qcow2: string, { signal, report }: Making): Promise<DiskFile> {
  await convert(raw, qcow2, { signal, progress: (percent) => report(`converting to qcow2: ${percent} %`) });
  return describe(qcow2, "qcow2");
}

export const manifestText = (build: Build, image: Image, disks: readonly DiskFile[]): string =>
  serialiseManifest(
    publishedManifest({ build, image, uploads: disks.map(({ format, file }) => ({ format, sha512: file.sha512 })) }),
  );

/** Copies what the build wrote beside the disk, as far as it is there. */
async function copyExtras(source: string, pathOf: (format: ExtraFormat) => string): Promise<ExtraFormat[]> {
  const copied = await Promise.all(
    extraFormats.map(async (format) => {
      const work = copyOf(buildFile(source, format), pathOf(format)).then(() => format);
      return ifPresent(work);
    }),
  );
  return copied.filter((format) => format !== undefined);
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
