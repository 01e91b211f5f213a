import { lstat, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { diskBytes, mostCompressed } from "../../../../images/builds/artifact/disk.ts";
import {
  buildFile,
  dataFormats,
  extraFormats,
  fileName,
  mostBytes,
  type BuildFormat,
  type DataFormat,
  type ExtraFormat,
} from "../../../../images/tree/files.ts";
import type { Described } from "../../../../images/model/definitions/vendors.ts";
import type { Image } from "../../../../images/model/image.ts";
import { parseBuild, parseManifest, type Build } from "../../../../images/builds/manifest.ts";
import type { FileRecord } from "../../../../images/tree/record.ts";
import { incusMetadata } from "../../../../images/readers/incus-metadata.ts";
import { copyArtifact } from "../../../../storage/artifacts/artifact-file.ts";
import { linkOrCopy } from "../../../../storage/files/copy.ts";
import { ifPresent } from "../../../../storage/files/fault.ts";
import { sha512OfFile } from "../../../../storage/files/hash.ts";
import { convert } from "../make/convert.ts";
import { writeOfStatus } from "../texts/extras.ts";
import { finishFile } from "../finish.ts";
import { broughtLog } from "../texts/job-log.ts";
import { manifestText, type DiskFile, type Making } from "../make/make-files.ts";
import { judged, Rejection } from "../rejection.ts";
import { unpack } from "../make/unpack.ts";

type Format = DataFormat | ExtraFormat;

/** The files to repair, and their sources. */
export interface Repair {
  image: Image & Described;
  /** All files as they are recorded. */
  files: FileRecord[];
  /** Names of those that are missing or changed. */
  damaged: string[];
  /** Where the files belong. */
  home: string;
  /** An empty directory on the same file system. */
  work: string;
  /** The build's base path, when it is known. */
  source: string | undefined;
  /** Where the other channel's image of the same version is. */
  twin: { image: Image; directory: string };
}

/**
 * Makes damaged files again, only with their recorded content: from the other channel's, from the build, or from the intact
 * archive. Gives the names that it could not make.
 */
export async function repairFiles(repair: Repair, making: Making): Promise<string[]> {
  const lost: string[] = [];
  // the archive first: the disks can be made of it
  for (const format of formatsOf(repair.image)) {
    const file = repair.files.find(({ name }) => name === fileName(repair.image, format));
    if (file === undefined || !repair.damaged.includes(file.name)) continue;
    making.report(`repairing ${file.name}`);
    if (!(await repairFile(repair, format, file, making))) lost.push(file.name);
  }
  return lost;
}

const formatsOf = (image: Described): Format[] => [
  ...dataFormats(image).filter((format) => format !== "json"),
  "json",
  ...extraFormats,
];

async function repairFile(repair: Repair, format: Format, file: FileRecord, making: Making): Promise<boolean> {
  const made = join(repair.work, file.name);
  for (const make of sourcesOf(repair, format, making)) {
    // a file from an earlier source may share its bytes with a file that is shown
    await rm(made, { force: true });
    if ((await attempt(() => make(made))) && (await sha512OfFile(made)) === file.sha512) {
      await finishFile(made, repair.image.version);
      await rename(made, join(repair.home, file.name));
      return true;
    }
    making.signal.throwIfAborted();
  }
  return false;
}

/** Whether there was a source for the file. */
async function attempt(make: () => Promise<void>): Promise<boolean> {
  try {
    return (await ifPresent(make().then(() => true))) ?? false;
  } catch (error) {
    if (error instanceof Rejection) return false;
    throw error;
  }
}

type Maker = (path: string) => Promise<void>;

function sourcesOf(repair: Repair, format: Format, making: Making): Maker[] {
  const { image, source, twin } = repair;
  switch (format) {
    case "json":
      return buildReaders(repair).map((readBuild) => async (path) => {
        await writeFile(path, manifestText(await readBuild(), image, disksOf(repair)));
      });
    case "raw":
    case "qcow2":
      return [(path) => linkTwin(path), (path) => derive(repair, path, making)];
    case "sources":
    case "spdx.json":
    case "cdx.json":
      return [
        linkTwin,
        ...[join(repair.home, fileName(image, "dpkg-status")), ...brought("dpkg-status")].map(
          (status) => (path: string) => writeOfStatus(image, format, status, path),
        ),
      ];
    case "incus.tar.xz":
      return [(path) => writeFile(path, incusMetadata(image))];
    case "log":
      return [linkTwin, ...(source === undefined ? [] : [(path: string) => writeBroughtLog(source, path)])];
    default:
      return [
        linkTwin,
        ...brought(format).map((file) => (path: string) => copyBrought(file, path, boundsOf(image)[format])),
      ];
  }
  function brought(wanted: BuildFormat): string[] {
    return source === undefined ? [] : [buildFile(source, wanted)];
  }
  function linkTwin(path: string): Promise<void> {
    return linkOrCopy(join(twin.directory, fileName(twin.image, format)), path);
  }
}

const boundsOf = (image: Described): Readonly<Record<BuildFormat, number>> => ({
  ...mostBytes,
  "tar.xz": mostCompressed(diskBytes(image)),
});

/** A build's file may be gone, or another one may be there by now. */
async function copyBrought(from: string, to: string, most: number): Promise<void> {
  if ((await sizeOf(from)) > most) throw new Rejection(`${from} has more than ${most} bytes`);
  await copyArtifact(from, to, most);
}

async function sizeOf(path: string): Promise<number> {
  const status = await ifPresent(lstat(path));
  if (status?.isFile() === true) return status.size;
  throw new Rejection(`there is no file ${path}`);
}

/** A log that was fetched is not fetched again: it may have grown since. */
async function writeBroughtLog(source: string, path: string): Promise<void> {
  const log = await broughtLog(source);
  if (log === undefined || "noLog" in log) throw new Rejection("the build brings no log");
  await writeFile(path, log.text);
}

/** Makes both disks from the archive, in the work directory. */
async function derive({ image, home, work }: Repair, path: string, { signal }: Making): Promise<void> {
  const raw = join(work, "disk.raw");
  const archive = join(home, fileName(image, "tar.xz"));
  await sizeOf(archive);
  await unpack({ archive, disk: raw, mostBytes: diskBytes(image), signal, progress: () => undefined });
  if (path.endsWith(".raw")) await rename(raw, path);
  else await convert(raw, path, { signal, progress: () => undefined });
}

function disksOf({ image, files }: Repair): DiskFile[] {
  return dataFormats(image).flatMap((format) => {
    const file = files.find(({ name }) => name === fileName(image, format));
    return format === "json" || file === undefined ? [] : [{ format, file }];
  });
}

function buildReaders({ source, twin }: Repair): (() => Promise<Build>)[] {
  const manifest = join(twin.directory, fileName(twin.image, "json"));
  const ofTwin = async (): Promise<Build> => {
    const text = await readFile(manifest, "utf8");
    return judged(() => parseManifest(text, manifest).items[0]);
  };
  if (source === undefined) return [ofTwin];
  const path = buildFile(source, "json");
  const ofBuild = async (): Promise<Build> => {
    const text = await readFile(path, "utf8");
    return judged(() => parseBuild(text, path));
  };
  return [ofTwin, ofBuild];
}
