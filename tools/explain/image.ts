import { formatDay } from "../../images/model/day.ts";
import { memberOf } from "../../images/model/image.ts";
import { providedInWords, outlookOf, wouldBeReason, type Outlook } from "../../images/plan/outlook.ts";
import type { ImagePlan, SetPlan, TargetPlan } from "../../images/plan/types.ts";
import type { Attempt, ImageRecord, TargetRecord, Tombstone } from "../../images/tree/record.ts";
import { columns } from "../../images/model/text/columns.ts";
import { buildRows } from "./build.ts";
import { history } from "./days.ts";
import type { Found } from "./find.ts";

/** Everything that is known about one image, for people. */
export function imageView(found: Found): string[] {
  if (found.image === null) return [found.tombstones[0].image, ...indent(found.tombstones.map(tombstoneText))];
  const { image, set, tombstones } = found;
  const { plan } = found.publication;
  const targets = [...image.targets].flatMap(([target, planned]) =>
    targetView(target, planned, outlookOf(plan, set, image, target)),
  );
  const sections = [
    ...aboutView(image, set),
    ...targets,
    ...recordView(image.record),
    ...tombstones.map(tombstoneText),
  ];
  return [image.name, ...indent(sections)];
}

const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

const tombstoneText = ({ target, day, reason, digest }: Tombstone): string =>
  `gone from ${target} on ${formatDay(day)}: ${reason}; it was ${digest}`;

function aboutView({ image, required, digest, record, candidate }: ImagePlan, set: SetPlan): string[] {
  const state = set.gate === "assumed" ? "not decided yet, assumed to open" : set.gate;
  const gate = set.gateReason === "" ? state : `${state}: ${set.gateReason}`;
  return columns([
    ["image", `${memberOf(image)} of ${image.version}, ${required ? "required" : "best effort"}`],
    ["gate", gate],
    ["digest", digest],
    ...(record === null && candidate !== null ? [["source", candidate.source]] : []),
    ...buildRows({ record, candidate }),
  ]);
}

function targetView(target: string, plan: TargetPlan, outlook: Outlook): string[] {
  const { is } = outlook;
  const rows = [
    ...history(is?.days ?? {}).map(([day, event]) => [formatDay(day), event]),
    ...(plan.next === null ? [] : [nextRow(plan.next, outlook)]),
  ];
  const notes = [
    ...(plan.spared === null ? [] : [`kept for now: ${plan.spared}`]),
    ...plan.repair.map((finding) => `to be repaired: ${finding}`),
    ...lastTry(is),
    ...(is?.refs ?? []),
  ];
  return [
    `${target}: ${standingText(plan, outlook)}`,
    ...indent([...wouldBeText(outlook), ...columns(rows), ...notes]),
  ];
}

function standingText(plan: TargetPlan, { is, wouldBe }: Outlook): string {
  if (is === null) return "is not there";
  const { replacement = null, reason } = wouldBe === null ? plan : is;
  return `is ${is.phase}${replacedText(replacement)}; ${reason}`;
}

function wouldBeText({ wouldBe, provided }: Outlook): string[] {
  if (wouldBe === null) return [];
  const why = [...providedInWords(provided), wouldBeReason(wouldBe)].join("; ");
  return [`would be ${wouldBe.phase}${replacedText(wouldBe.replacement)}; ${why}`];
}

const replacedText = (replacement: string | null): string =>
  replacement === null ? "" : `, replaced by ${replacement}`;

/** Why the last attempt at the target failed. */
const lastTry = (recorded: TargetRecord | null): string[] =>
  recorded?.reason.startsWith("broken: ") === true ? [`last time ${recorded.reason}`] : [];

const nextRow = ({ phase, day, reason }: NonNullable<TargetPlan["next"]>, { wouldBe }: Outlook): string[] => [
  day === null ? "later" : formatDay(day),
  `${wouldBe === null ? "" : "then "}${phase}: ${reason}`,
];

function recordView(record: ImageRecord | null): string[] {
  if (record === null) return ["not made yet"];
  const files = record.files.map(({ name, size, sha512 }) => [name, formatBytes(size), sha512]);
  return [
    ...(files.length === 0 ? [] : ["files:", ...indent(columns(files))]),
    ...(record.attempts.length === 0 ? [] : ["tests:", ...indent(record.attempts.map(attemptText))]),
  ];
}

const attemptText = ({ day, outcome, final, findings, boot }: Attempt): string =>
  [
    `${formatDay(day)} ${outcome}${final && outcome === "failed" ? " for good" : ""}`,
    ...(boot === undefined ? [] : [`booted at ${boot.where} in ${boot.seconds} s, see ${boot.evidence}`]),
    ...findings,
  ].join("; ");

/** A size as people compare them: at most four digits, powers of 1000. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power] ?? ""}`;
}
