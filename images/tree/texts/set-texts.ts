import { formatChecksums, formatSha256Sums } from "./checksums.ts";
import { isChecksummed, setFiles } from "../files.ts";
import { formatDay, type Day } from "../../model/day.ts";
import { aboutOf, headerPage, type Note } from "./header-page.ts";
import type { FileRecord, SetRecord, TargetRecord } from "../record.ts";
import { mirrorTarget } from "../../model/target.ts";
import { placeOf } from "../visibility.ts";

/** The small files in a set's directory, made from its record. */

/** By name: the text of each of these files except the record; undefined for a file that must not be there. */
export function setTexts(record: SetRecord, dailiesGoAfter: number): [name: string, text: string | undefined][] {
  return [...Object.entries(sumsOf(record)), [setFiles.page, setPage(record, dailiesGoAfter)]];
}

/** The checksums of the public files in a set's directory: none of withdrawn, lost or removed images. */
export function sumsOf(record: SetRecord): Record<string, string | undefined> {
  const files = record.images
    .filter(({ targets }) => isInTree(targets[mirrorTarget.name]))
    .flatMap(({ files }) => files.filter(({ name }) => isChecksummed(name)));
  return sumsTexts(files);
}

/** The checksum files of a directory with these files. */
export const sumsTexts = (files: readonly FileSums[]): Record<string, string | undefined> => ({
  [setFiles.checksums]: formatChecksums(files),
  [setFiles.sha256]: formatSha256Sums(files),
});

type FileSums = Pick<FileRecord, "name" | "sha512" | "sha256">;

const isInTree = (target: SetRecord["images"][number]["targets"][string] | undefined): boolean =>
  target !== undefined && placeOf(target.phase) === "tree";

function setPage({ suite, channel, version, images }: SetRecord, dailiesGoAfter: number): string {
  const present = images.filter(({ targets }) => isInTree(targets[mirrorTarget.name]));
  const about = aboutOf(present);
  return headerPage({ kind: "set", suite, channel, version }, { dailiesGoAfter, about, notes: notesOf(images) });
}

/** Notes about superseded, hidden, withdrawn and lost images, each with a link to newer ones. */
function notesOf(images: SetRecord["images"]): Note[] {
  const found = images.flatMap(({ name, targets }) => {
    const target = targets[mirrorTarget.name];
    const text = target === undefined ? undefined : noteText(target);
    return text === undefined ? [] : [{ name, text, replacement: target?.replacement }];
  });
  return [...Map.groupBy(found, ({ text, replacement }) => `${text} ${replacement ?? ""}`).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const which = same.length === images.length ? "This version" : same.map(({ name }) => name).join(", ");
    const link =
      first.replacement === undefined
        ? { path: "../latest/", text: "The newest images" }
        : { path: `../${first.replacement}/`, text: `The images of ${first.replacement}` };
    return [{ text: `${which}: ${first.text}`, link }];
  });
}

function noteText({ phase, days, reason, replacement }: TargetRecord): string | undefined {
  switch (phase) {
    case "superseded":
      return `superseded${replacement === undefined ? "" : ` by ${replacement}`}${on(days.superseded)}.`;
    case "hidden":
      return `no longer listed${days.hidden === undefined ? "" : ` since ${formatDay(days.hidden)}`}. Do not build on it.`;
    case "withdrawn":
      return `withdrawn${on(days.withdrawn)}: ${reason}.`;
    case "lost":
      return `its files were damaged or lost${on(days.lost)}.`;
    case "made":
    case "held":
    case "current":
    case "gone":
    case "failed":
      return undefined;
  }
}

const on = (day: Day | undefined): string => (day === undefined ? "" : ` on ${formatDay(day)}`);
