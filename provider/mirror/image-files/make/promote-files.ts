import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../../../images/model/errors.ts";
import {
  dataFormats,
  extraFormats,
  fileName,
  type DataFormat,
  type ExtraFormat,
} from "../../../../images/tree/files.ts";
import { imageName, type Image } from "../../../../images/model/image.ts";
import { parseManifest } from "../../../../images/builds/manifest.ts";
import type { FileRecord, ImageRecord } from "../../../../images/tree/record.ts";
import { linkOrCopy } from "../../../../storage/files/copy.ts";
import { ifPresent } from "../../../../storage/files/fault.ts";
import { describeFile, digestsOfFile, sha512OfFile } from "../../../../storage/files/hash.ts";
import type { Places } from "../../../../storage/tree/places.ts";
import { readSetIn } from "../../../../storage/tree/records.ts";
import { hasIncusMetadata, incusMetadata } from "../../../../images/readers/incus-metadata.ts";
import { findImage } from "../../../../storage/tree/find-image.ts";
import { finishFile } from "../finish.ts";
import { manifestText, type Job, type Made, type Making } from "./make-files.ts";
import { Rejection } from "../rejection.ts";

/** Gives a daily's files the release's names: the same bytes, once on the disk, and a manifest that names the release's files. */
export async function promoteFiles(job: Job, places: Places, { signal, report }: Making): Promise<Made> {
  const { image, source, directory } = job;
  const daily: Image = { ...image, channel: "daily" };
  const record = await dailyRecord(places, daily, source);
  if (record.digest !== job.digest)
    throw new Rejection(`the daily's digest is ${record.digest}, not ${job.digest} as the plan says`);

  const recorded = new Map(record.files.map((file) => [file.name, file]));
  const link = async (format: DataFormat | ExtraFormat, file: FileRecord): Promise<FileRecord> => {
    const from = join(source, file.name);
    report(`checking ${file.name}`);
    const digests = await ifPresent(digestsOfFile(from, format === "qcow2" ? incusMetadata(image) : undefined));
    if (digests?.sha512 !== file.sha512) throw changed(from);
    signal.throwIfAborted();
    const name = fileName(image, format);
    await linkOrCopy(from, join(directory, name));
    return { ...file, ...digests, name };
  };

  const disks = [];
  for (const format of dataFormats(image)) {
    if (format === "json") continue;
    const file = recorded.get(fileName(daily, format));
    if (file === undefined) throw new Rejection(`the daily has no ${format}`);
    disks.push({ format, file: await link(format, file) });
  }
  const extras = [];
  for (const format of extraFormats) {
    const file = recorded.get(fileName(daily, format));
    // an image is complete without the files beside it
    if (file !== undefined && (await isIntact(join(source, file.name), file))) extras.push(await link(format, file));
  }
  if (hasIncusMetadata(image) && !extras.some(({ name }) => name === fileName(image, "incus.tar.xz")))
    extras.push(await writeIncus(image, directory));
  const hasLog = extras.some(({ name }) => name === fileName(image, "log"));
  const dailyManifest = join(source, fileName(daily, "json"));
  const dailyText = await ifPresent(readFile(dailyManifest, "utf8"));
  if (dailyText === undefined) throw changed(dailyManifest);
  const [build] = parseManifest(dailyText, dailyManifest).items;
  const manifest = join(directory, fileName(image, "json"));
  await writeFile(manifest, manifestText(build, image, disks));
  const files = [await describeFile(manifest, fileName(image, "json")), ...disks.map(({ file }) => file), ...extras];
  for (const { name } of files) await finishFile(join(directory, name), image.version);
  return { files, build: { ...record.build, noLog: hasLog ? null : (record.build.noLog ?? "the daily's was lost") } };
}

/** For a daily that was made before there was one. */
async function writeIncus(image: Image, directory: string): Promise<FileRecord> {
  const name = fileName(image, "incus.tar.xz");
  await writeFile(join(directory, name), incusMetadata(image));
  return describeFile(join(directory, name), name);
}

const isIntact = async (path: string, { sha512 }: FileRecord): Promise<boolean> =>
  (await ifPresent(sha512OfFile(path))) === sha512;

/** The daily's record: of the set beside its files, or in staging while it is held. */
async function dailyRecord(places: Places, daily: Image, source: string): Promise<ImageRecord> {
  const name = imageName(daily);
  const record =
    (await readSetIn(source))?.images.find((candidate) => candidate.name === name) ??
    (await findImage(places, daily))?.record;
  if (record !== undefined) return record;
  throw new UserError({
    where: source,
    value: "",
    expected: `the record of ${name}, which the release promotes`,
    remedy: "promote a daily that is still there",
  });
}

const changed = (path: string): UserError =>
  new UserError({
    where: path,
    value: "",
    expected: "the content that the daily's record says",
    remedy: "let the daily's stack repair it first (pulumi up --refresh), then run again",
  });
