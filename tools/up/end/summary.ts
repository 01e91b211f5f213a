import { formatDay } from "../../../images/model/day.ts";
import { describeProblem, type Problem } from "../../../images/model/errors.ts";
import { memberOf, parseImageName, type Member } from "../../../images/model/image.ts";
import { mirrorTarget } from "../../../images/model/target.ts";
import { upcoming } from "../../../images/plan/next.ts";
import type { ImagePlan, Plan, SetPlan } from "../../../images/plan/types.ts";
import type { Version } from "../../../images/model/version.ts";
import { columns, count } from "../../../images/model/text/columns.ts";
import { shortDigests } from "../../../images/model/text/short-digests.ts";
import { unmadeOf, type Outcome, type PublicationOutcome } from "./outcome.ts";
import type { Repair } from "./repairs.ts";
import type { Rewritten } from "./rewritten.ts";
import type { Transition } from "./transitions.ts";
import type { Undone } from "./undone.ts";

/** What a run did and what changes next, for people. */
export function summary({ publications, refusals, warnings }: Outcome): string[] {
  const several = publications.length > 1;
  const lines = publications.flatMap((publication) => [
    ...(several ? [`${publication.name}:`] : []),
    ...publicationSummary(publication),
  ]);
  const nothing = publications.length === 0 ? ["nothing to publish: no build has arrived, and the tree is empty"] : [];
  return [...lines, ...nothing, ...refusalLines(refusals), ...warningLines(warnings)];
}

function publicationSummary(outcome: PublicationOutcome): string[] {
  const { plan, changed, repaired, rewritten, refusals, down, unreached } = outcome;
  const rows = [
    ...changed.map((change) => row(change, plan)),
    ...repaired.map((repair) => repairRow(repair, plan)),
    ...rewritten.map(rewrittenRow),
  ];
  return [
    ...(rows.length === 0 ? [unchanged(plan)] : columns(rows)),
    ...columns(upcomingRows(plan)),
    ...plan.sets.flatMap(unmadeLine),
    ...down.map(({ name }) => `left out: ${name} is down; the next run tries again`),
    ...unreached.map((each) => unreachedLine(each, plan)),
    ...refusalLines([...plan.refusals, ...refusals]),
    ...warningLines(plan.warnings),
  ];
}

export const refusalLines = (refusals: readonly Problem[]): string[] =>
  refusals.map((refusal) => `refused: ${describeProblem(refusal)}`);

export const warningLines = (warnings: readonly string[]): string[] => warnings.map((warning) => `warning: ${warning}`);

function unmadeLine(set: SetPlan): string[] {
  const members = unmadeOf(set).map(({ image }) => memberOf(image));
  return members.length === 0
    ? []
    : [`not made: ${set.version}, ${membersText(members, set)}; the next run tries again`];
}

function unreachedLine({ version, target, members, reason }: Undone, plan: Plan): string {
  return `not done at ${target}: ${version}, ${membersText(members, setOf(plan, version))}: ${reason}; the next run tries again`;
}

const row = ({ phase, reason, ...where }: Transition, plan: Plan): string[] => [
  phase,
  where.version,
  imagesText(where, plan),
  shortDigests(reason),
];

const repairRow = ({ findings, ...where }: Repair, plan: Plan): string[] => [
  "repaired",
  where.version,
  imagesText(where, plan),
  shortDigests(findings.join(", ")),
];

const mostFindings = 5;

/** A few findings are named; after a restore there are thousands. */
function rewrittenRow({ where, what, findings }: Rewritten): string[] {
  const rest = findings.length - mostFindings;
  const named = [...findings.slice(0, mostFindings), ...(rest > 0 ? [`and ${rest} more`] : [])];
  return ["repaired", where, what, shortDigests(named.join(", "))];
}

function imagesText({ version, target, members }: Pick<Transition, "version" | "target" | "members">, plan: Plan) {
  const images = membersText(members, setOf(plan, version));
  return target === mirrorTarget.name ? images : `${images} at ${target}`;
}

const setOf = ({ sets }: Plan, version: Version): SetPlan | undefined => sets.find((set) => set.version === version);

/** A few images are named; many, or all of a set, are counted. */
function membersText(members: readonly Member[], set: SetPlan | undefined): string {
  const whole = set === undefined || set.images.length === members.length;
  return members.length > 3 || (whole && members.length > 1) ? count(members.length, "image") : members.join(" ");
}

/** Counts the records, not the plan: what that wants may still be undone. */
function unchanged({ sets }: Plan): string {
  const recorded = sets.filter(({ images }) => images.some(({ record }) => record !== null));
  const images = recorded.flatMap((set) => set.images).filter(({ record }) => record !== null);
  const current = recorded.find((set) => set.images.some(isCurrent));
  const newest = current === undefined ? "none is current" : `${current.version} is current`;
  return `nothing changed: ${count(recorded.length, "set")}, ${count(images.length, "image")}, ${newest}`;
}

const isCurrent = ({ record }: ImagePlan): boolean =>
  Object.values(record?.targets ?? {}).some(({ phase }) => phase === "current");

const mostUpcoming = 5;

/** The next few days on which something changes by itself. */
function upcomingRows(plan: Plan): string[][] {
  const changes = upcoming(plan).flatMap((change) => {
    const image = parseImageName(change.image);
    return image === undefined ? [] : [{ ...change, version: image.version, member: memberOf(image) }];
  });
  const groups = [...Map.groupBy(changes, ({ day, phase, version }) => `${day} ${phase} ${version}`).values()];
  return groups.slice(0, mostUpcoming).flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const members = [...new Set(group.map(({ member }) => member))];
    const images = membersText(members, setOf(plan, first.version));
    return [["next", formatDay(first.day), first.phase, first.version, images, shortDigests(first.reason)]];
  });
}
