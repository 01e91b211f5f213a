import { isRebuild } from "../../images/releases/diff/rebuild.ts";
import type { ChangeName, Fix } from "../../images/releases/diff/types.ts";
import { columns, count } from "../../images/model/text/columns.ts";
import { printable } from "../../images/model/text/printable.ts";
import { securitySources } from "../../images/releases/security/types.ts";
import type { Comparison } from "./compare.ts";
import { rowsOf, type Row } from "./rows.ts";

/** The comparison for people: the sides, the changes with the gravest first, the rebuilds, and what is not known. */
export function comparisonText(comparison: Comparison): string[] {
  const { images } = comparison;
  const rows = rowsOf(images);
  const [rebuilt, changed] = [rows.filter(isRebuild), rows.filter((row) => !isRebuild(row))];
  const [otherArch, shown] = [changed.filter(isOtherArch), changed.filter((row) => !isOtherArch(row))];
  const table = columns(shown.map((row) => rowText(row, images.length).map(printable)));
  return [
    ...headOf(comparison).map(printable),
    summaryOf([...shown, ...rebuilt]),
    ...table.map((line) => `  ${line}`),
    ...[...rebuiltText(rebuilt), ...otherArchText(otherArch), ...notesOf(comparison)].map(printable),
  ];
}

const rebuiltText = (rows: readonly Row[]): string[] =>
  rows.length === 0 ? [] : [`only rebuilt: ${some(subjectsOf(rows), mostRebuilt)}`];

const subjectsOf = (rows: readonly Row[]): string[] => rows.map(({ subject }) => subject);

const otherArchText = (rows: readonly Row[]): string[] =>
  rows.length === 0 ? [] : [`the same version under another arch: ${count(rows.length, "package")}`];

/** `libc6:amd64` where the other has `libc6:arm64`. */
const isOtherArch = ({ names, subject, before, after, packages }: Row): boolean =>
  names.every((name) => name === "rename") && before === after && packages.includes(subject);

function headOf({ before, after, images, onlyBefore, onlyAfter }: Comparison): string[] {
  const common = before.isSet && after.isSet ? `: ${count(images.length, "image")} in common` : "";
  const alone = [[before, onlyBefore] as const, [after, onlyAfter] as const].filter(([, names]) => names.length > 0);
  return [
    `${before.name} → ${after.name}${common}`,
    ...alone.map(([{ name }, names]) => `only in ${name}: ${names.join(", ")}`),
  ];
}

/** The words that count a row, by the gravest of its names. */
const counted: Readonly<Record<ChangeName, string>> = {
  downgraded: "downgraded",
  security: "with security fixes",
  "point-release": "by a point release",
  "kernel-abi": "with a new kernel ABI",
  rebuild: "only rebuilt",
  "signed-twin": "signed anew",
  rename: "renamed",
  added: "added",
  removed: "removed",
  upgraded: "upgraded",
};

function summaryOf(rows: readonly Row[]): string {
  if (rows.length === 0) return "no package differs";
  const numbers = new Map<string, number>();
  for (const { names } of rows) {
    const words = counted[names[0] ?? "upgraded"];
    numbers.set(words, (numbers.get(words) ?? 0) + 1);
  }
  return [...numbers].map(([words, number]) => `${number} ${words}`).join(", ");
}

const rowText = (row: Row, images: number): string[] => {
  const [lead = "upgraded", ...others] = row.names;
  const details = [
    ...others.filter((name) => !isPlain.has(name)),
    ...row.fixes.map(fixText).map((text) => (lead === "downgraded" ? `open again: ${text}` : text)),
    ...(row.images.length < images ? [placeText(row.images, images)] : []),
  ];
  return [lead, row.subject, versionText(row), details.join("; ")];
};

/** Names that add nothing to a graver one. */
const isPlain: ReadonlySet<ChangeName> = new Set(["upgraded", "signed-twin", "security"]);

const versionText = ({ before, after }: Row): string =>
  before === null || after === null ? (after ?? before ?? "") : `${before} → ${after}`;

const mostCves = 6;
const mostRebuilt = 12;
const mostImages = 4;

function fixText({ advisory, cves, urgency }: Fix): string {
  const head = [advisory ?? "no advisory", ...(urgency === "not yet assigned" ? [] : [`(${urgency})`])].join(" ");
  return cves.length === 0 ? head : `${head}: ${some(cves, mostCves)}`;
}

const placeText = (names: readonly string[], images: number): string =>
  `in ${names.length} of ${images}: ${some(names, mostImages)}`;

function some(texts: readonly string[], most: number): string {
  const left = texts.length - most;
  return left <= 1 ? texts.join(", ") : `${texts.slice(0, most).join(", ")} and ${left} more`;
}

/** What the comparison could not find out. */
function notesOf({ images, security }: Comparison): string[] {
  if (security === null) return ["security fixes are not named: the stack's cloud-images:security names no data"];
  const doubtful = securitySources.filter((source) => security[source].state !== "fresh");
  const nameless = new Set(
    images.flatMap(({ before, after }) => [...before, ...after].filter(({ source }) => source === null)),
  );
  return [
    ...doubtful.map((source) => `security data, ${source}: ${security[source].state}; ${security[source].reason}`),
    ...(nameless.size === 0
      ? []
      : [
          `fixes of ${some([...new Set([...nameless].map(({ name }) => name))], mostRebuilt)} are not named: their source is not known`,
        ]),
  ];
}
