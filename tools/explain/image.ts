import { formatDay } from "../../images/day.ts";
import { memberOf } from "../../images/image.ts";
import type { ImagePlan, SetPlan, TargetPlan } from "../../images/plan/types.ts";
import type { Attempt, ImageRecord, TargetRecord, Tombstone } from "../../images/record.ts";
import { columns } from "../../images/columns.ts";
import { buildRows } from "./build.ts";
import { formatBytes } from "./bytes.ts";
import { history } from "./days.ts";
import type { Found } from "./find.ts";

/** Everything that is known of one image, for people. */
export function imageView(found: Found): string[] {
  if (found.image === null) return [found.tombstones[0].image, ...indent(found.tombstones.map(tombstoneText))];
  const { image, set, tombstones } = found;
  const targets = [...image.targets].flatMap(([target, plan]) => targetView(target, plan, image.record));
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
  const gate = set.gateReason === "" ? set.gate : `${set.gate}: ${set.gateReason}`;
  return columns([
    ["image", `${memberOf(image)} of ${image.version}, ${required ? "required" : "best effort"}`],
    ["gate", gate],
    ["digest", digest],
    ...(record === null && candidate !== null ? [["source", candidate.source]] : []),
    ...buildRows({ record, candidate }),
  ]);
}

function targetView(target: string, plan: TargetPlan, record: ImageRecord | null): string[] {
  const rows = [
    ...history(plan.days).map(([day, event]) => [formatDay(day), event]),
    ...(plan.next === null ? [] : [nextRow(plan.next)]),
  ];
  const replaced = plan.replacement === null ? "" : `, replaced by ${plan.replacement}`;
  const notes = [
    ...(plan.spared === null ? [] : [`kept for now: ${plan.spared}`]),
    ...plan.repair.map((finding) => `to be repaired: ${finding}`),
    ...lastTry(record?.targets[target]),
    ...(record?.targets[target]?.refs ?? []),
  ];
  return [`${target}: ${plan.phase}${replaced}; ${plan.reason}`, ...indent([...columns(rows), ...notes])];
}

/** What the target could not do when it was last asked. */
const lastTry = (recorded: TargetRecord | undefined): string[] =>
  recorded?.reason.startsWith("broken: ") === true ? [`last time ${recorded.reason}`] : [];

const nextRow = ({ phase, day, reason }: NonNullable<TargetPlan["next"]>): string[] => [
  day === null ? "later" : formatDay(day),
  `${phase}: ${reason}`,
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
