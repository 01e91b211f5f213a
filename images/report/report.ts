import type { Plan, ImagePlan } from "../plan/types.ts";
import { isRequired } from "../builds/refusals.ts";
import { decisionReport } from "./decision.ts";
import { engineReport } from "./engine/engine.ts";
import { movementsOf, wholeSets } from "./movements.ts";
import { packagesOf } from "./packages.ts";
import { pointerMoves } from "./pointers.ts";
import type { GateNote, Movement, PublicationReport, Refusal, Report, NextChange } from "./types.ts";
import type { ReportInput } from "./input.ts";
import type { Planned } from "./engine/wanted.ts";
import { memberOf, parseImageName } from "../model/image.ts";
import { upcoming } from "../plan/next.ts";
import { alike } from "./alike.ts";
import { roomsOf } from "./rooms.ts";
import { upkeepOf } from "./upkeep.ts";
import { shareOf } from "./share.ts";

/** The coming changes and their reasons, from the plans and the engine's steps. */
export function reportOf(input: ReportInput): Report {
  const planned = input.publications.map((publication): Planned => {
    const { plan } = publication;
    return { publication, movements: movementsOf(plan), pointers: pointerMoves(plan, publication.policy.targets) };
  });
  return {
    stack: input.stack,
    day: input.day,
    publications: planned.map((each) => publicationReport(each, input)),
    refusals: refusalsOf(input),
    warnings: [
      ...(input.steps === null ? [withoutEngine] : []),
      ...input.warnings,
      ...input.publications.flatMap(({ plan }) => plan.warnings),
    ],
    engine: input.steps === null ? notAsked : engineReport(input.steps, planned),
    approve: input.approve,
  };
}

const withoutEngine =
  "this is the plan alone: the engine and its state were not asked, and nothing here can be approved";
const notAsked: Report["engine"] = { operations: {}, unexplained: [], missing: [] };

function publicationReport(
  { publication: { name, plan, facts, policy }, movements, pointers }: Planned,
  { diffs, stack }: ReportInput,
): PublicationReport {
  const packages = packagesOf(plan, movements, diffs);
  return {
    name,
    before: beforeRun(plan),
    movements,
    counts: countsOf(movements),
    gates: gatesOf(plan.sets, movements),
    pointers,
    rooms: roomsOf(plan, facts),
    upkeep: movements.length === 0 ? [] : upkeepOf(plan, policy),
    packages,
    decision: plan.decision === null ? null : decisionReport(plan.decision, packages, stack),
    next: comingChanges(plan),
  };
}

function countsOf(movements: readonly Movement[]): PublicationReport["counts"] {
  const images = Map.groupBy(movements, ({ kind }) => kind);
  return Object.fromEntries(
    [...images].map(([kind, same]) => [
      kind,
      new Set(same.flatMap(({ version, images: { members } }) => members.map((member) => `${version}/${member}`))).size,
    ]),
  );
}

/** Gates that are decided in this run, and gates for which a set waits. The changes of a closed gate are those of its images. */
function gatesOf(sets: Plan["sets"], movements: readonly Movement[]): GateNote[] {
  const moving = new Set(movements.map(({ version }) => version));
  return sets
    .filter(({ gate, version }) => gate === (moving.has(version) ? "assumed" : "waiting"))
    .map(({ version, gate, gateReason }) => ({ version, gate, reason: gateReason }));
}

function refusalsOf({ publications, refusals }: ReportInput): Refusal[] {
  const policies = publications.map(({ policy }) => policy);
  const all = [...publications.flatMap((each) => [...each.plan.refusals, ...each.refusals]), ...refusals];
  return all
    .map((problem): Refusal => ({ ...problem, required: isRequired(problem, policies) }))
    .toSorted((a, b) => Number(b.required) - Number(a.required));
}

/** Changes of the coming days, grouped if alike; the nearest first. */
function comingChanges(plan: Plan): NextChange[] {
  const whole = wholeSets(plan);
  const changes = upcoming(plan).flatMap((change) => {
    const image = parseImageName(change.image);
    return image === undefined ? [] : [{ ...change, version: image.version, member: memberOf(image) }];
  });
  return alike(changes, ({ day, phase, version, reason }) => [day, phase, version, reason]).map((group) => {
    const [{ day, phase, version, reason }] = group;
    const members = [...new Set(group.map(({ member }) => member))];
    const targets = [...new Set(group.map(({ target }) => target))];
    return { day, phase, version, targets, images: shareOf(members, whole.get(version) ?? members), reason };
  });
}

/** Read from the records, because the plan's changes may still fail. */
function beforeRun({ sets }: Plan): PublicationReport["before"] {
  const recorded = sets.map((set) => ({ ...set, images: set.images.filter(isThere) })).filter(isNotEmpty);
  return {
    sets: recorded.length,
    images: recorded.reduce((sum, { images }) => sum + images.length, 0),
    current: recorded.find(({ images }) => images.some(isCurrent))?.version ?? null,
  };
}

const isThere = ({ record }: ImagePlan): boolean =>
  Object.values(record?.targets ?? {}).some(({ phase }) => phase !== "gone");

const isNotEmpty = ({ images }: { images: readonly ImagePlan[] }): boolean => images.length > 0;

const isCurrent = ({ record }: ImagePlan): boolean =>
  Object.values(record?.targets ?? {}).some(({ phase }) => phase === "current");
