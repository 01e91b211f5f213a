import { lstat } from "node:fs/promises";
import { imageName, type Image } from "../../images/model/image.ts";
import { tree } from "../../images/tree/layout.ts";
import type { RecordedSet } from "../../images/plan/facts.ts";
import { mirrorTarget } from "../../images/model/target.ts";
import { placeOf } from "../../images/tree/visibility.ts";
import { ifPresent } from "../../storage/files/fault.ts";
import { inTree, type Places } from "../../storage/tree/places.ts";
import { changeReadings } from "../../storage/tree/change-readings.ts";
import type { Readings } from "../../storage/tree/readings.ts";
import type { ChannelIdentity } from "../../storage/tree/records.ts";
import type { FileTotals, Finding } from "./finding.ts";
import { hashFiles } from "./hashing.ts";
import { filesToRead, type AuditedFile } from "./order.ts";

interface FilesAudit {
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
  const before = await changeReadings(places, channel, (readings) => forget(readings, files, sets));
  const turn = filesToRead(files, before, budget);
  const found: Finding[] = [];
  let bytes = 0;
  let news: Answer[] = [];
  const keepNews = (): Promise<Readings> => {
    const kept = news;
    news = [];
    return changeReadings(places, channel, (readings) => {
      for (const answer of kept) remember(readings, answer);
    });
  };
  let written = Date.now();
  await hashFiles(
    turn.map(({ path }) => inTree(places, path)),
    async (index, answer) => {
      const file = turn[index];
      if (file === undefined) return;
      bytes += file.size;
      if ("failed" in answer) {
        found.push({ kind: "bytes", where: file.path, finding: answer.failed });
        return;
      }
      const isRight = answer.sha512 === file.sha512;
      if (!isRight) found.push({ kind: "bytes", where: file.path, finding: otherBytes });
      news.push({ file, isRight, time: new Date().toISOString() });
      if (Date.now() - written < secondsBetweenWrites * 1000) return;
      written = Date.now();
      await keepNews();
    },
  );
  const readings = await keepNews();
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

const otherBytes = "has other bytes than its record: the next run repairs it, or calls its image lost";

/** What the reading of a file gave. */
interface Answer {
  file: AuditedFile;
  /** Whether its bytes are those of the record. */
  isRight: boolean;
  /** ISO. */
  time: string;
}

function remember({ read, suspects }: Readings, { file: { name, path }, isRight, time }: Answer): void {
  read.set(path, time);
  if (isRight) suspects.delete(name);
  else suspects.add(name);
}

/** A promoted image and its daily are links to one file, so wrong bytes in one may be in both. */
async function suspectTwins(
  places: Places,
  { suite, channel }: ChannelIdentity,
  files: readonly AuditedFile[],
): Promise<void> {
  if (files.length === 0) return;
  const other = { suite, channel: channel === "daily" ? "release" : "daily" } as const;
  await changeReadings(places, other, ({ suspects }) => {
    for (const { image, name } of files)
      suspects.add(`${imageName({ ...image, ...other })}${name.slice(imageName(image).length)}`);
  });
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
