import { lstat } from "node:fs/promises";
import { imageName, type Image } from "../../images/model/image.ts";
import { tree } from "../../images/tree/layout.ts";
import type { RecordedSet } from "../../images/plan/facts.ts";
import { mirrorTarget } from "../../images/model/target.ts";
import { placeOf } from "../../images/tree/visibility.ts";
import { ifPresent } from "../../storage/files/fault.ts";
import { inTree, type Places } from "../../storage/tree/places.ts";
import { readReadings, writeReadings, type Readings } from "../../storage/tree/readings.ts";
import type { ChannelIdentity } from "../../storage/tree/records.ts";
import type { FileTotals, Finding } from "./finding.ts";
import { hashFiles } from "./hashing.ts";
import { filesToRead, type AuditedFile } from "./order.ts";

export interface FilesAudit {
  findings: Finding[];
  totals: FileTotals;
}

const secondsBetweenWrites = 5;

/** Reads the recorded public files in turns, the oldest reading first. Saves the readings as it goes. */
export async function auditFiles(
  places: Places,
  channel: ChannelIdentity,
  sets: readonly RecordedSet[],
  budget: number,
): Promise<FilesAudit> {
  const files = publicFiles(channel, sets);
  const readings = await readReadings(places, channel);
  forget(readings, files, sets);
  const turn = filesToRead(files, readings, budget);
  const found: Finding[] = [];
  let bytes = 0;
  let written = Date.now();
  await hashFiles(
    turn.map(({ path }) => inTree(places, path)),
    async (index, answer) => {
      const file = turn[index];
      if (file === undefined) return;
      bytes += file.size;
      const finding = "failed" in answer ? answer.failed : judge(file, answer.sha512, readings);
      if (finding !== undefined) found.push({ kind: "bytes", where: file.path, finding });
      if (!("failed" in answer)) readings.read.set(file.path, new Date().toISOString());
      if (Date.now() - written < secondsBetweenWrites * 1000) return;
      written = Date.now();
      await writeReadings(places, channel, readings);
    },
  );
  await writeReadings(places, channel, readings);
  await suspectTwins(
    places,
    channel,
    turn.filter(({ name }) => readings.suspects.has(name)),
  );
  const wrong = await wrongFiles(places, files);
  const reported = new Set(wrong.map(({ where }) => where));
  return {
    findings: [...wrong, ...found.filter(({ where }) => !reported.has(where))],
    totals: { total: files.length, read: turn.length, bytes, ...age(files, readings) },
  };
}

/** Only files that the tree shows: nothing is promised of waiting or withdrawn images. */
function publicFiles(channel: ChannelIdentity, sets: readonly RecordedSet[]): AuditedFile[] {
  return sets.flatMap(({ version, images }) =>
    images.flatMap(({ vendor, arch, files, targets }) => {
      const image: Image = { ...channel, version, vendor, arch };
      const phase = targets[mirrorTarget.name]?.phase;
      if (phase === undefined || placeOf(phase) !== "tree") return [];
      return files.map((file) => ({ ...file, image, path: `${tree.set(image)}/${file.name}` }));
    }),
  );
}

/** Drops the readings of files that are no longer public. Keeps a suspect, wherever it is, while a record names it. */
function forget({ read, suspects }: Readings, files: readonly AuditedFile[], sets: readonly RecordedSet[]): void {
  const paths = new Set(files.map(({ path }) => path));
  for (const path of read.keys()) if (!paths.has(path)) read.delete(path);
  const names = new Set(sets.flatMap(({ images }) => images).flatMap((image) => image.files.map(({ name }) => name)));
  for (const name of suspects) if (!names.has(name)) suspects.delete(name);
}

function judge({ name, sha512 }: AuditedFile, found: string, { suspects }: Readings): string | undefined {
  if (found === sha512) {
    suspects.delete(name);
    return undefined;
  }
  suspects.add(name);
  return "has other bytes than its record: the next run repairs it, or calls its image lost";
}

/** A promoted image and its daily are links to one file, so wrong bytes in one may be in both. */
async function suspectTwins(
  places: Places,
  { suite, channel }: ChannelIdentity,
  files: readonly AuditedFile[],
): Promise<void> {
  if (files.length === 0) return;
  const other = { suite, channel: channel === "daily" ? "release" : "daily" } as const;
  const readings = await readReadings(places, other);
  for (const { image, name } of files) {
    const ending = name.slice(imageName(image).length);
    readings.suspects.add(`${imageName({ ...image, ...other })}${ending}`);
  }
  await writeReadings(places, other, readings);
}

/** Checks every file's size and time, also of files whose turn has not come. */
async function wrongFiles(places: Places, files: readonly AuditedFile[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { path, size } of files) {
    const found = await ifPresent(lstat(inTree(places, path)));
    const finding = found?.isFile() !== true ? "is missing" : sizeFinding(found.size, size);
    if (finding !== undefined) findings.push({ kind: "bytes", where: path, finding });
  }
  return findings;
}

const sizeFinding = (found: number, size: number): string | undefined =>
  found === size ? undefined : `has ${found} bytes instead of ${size}`;

function age(files: readonly AuditedFile[], { read }: Readings): Pick<FileTotals, "oldest" | "unread"> {
  const times = files.flatMap(({ path }) => read.get(path) ?? []).map((time) => Date.parse(time));
  const unread = files.length - times.length;
  const oldest =
    times.length === 0 || unread > 0 ? null : Math.floor((Date.now() - times.reduce((a, b) => Math.min(a, b))) / 1000);
  return { oldest, unread };
}
