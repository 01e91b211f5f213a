import { formatDay } from "../../images/day.ts";
import { upcoming } from "../../images/plan/next.ts";
import type { ImagePlan, SetPlan, TargetPlan } from "../../images/plan/types.ts";
import type { Days, Tombstone } from "../../images/record.ts";
import type { Publication } from "../publications.ts";
import { notInStable } from "./build.ts";
import { history } from "./days.ts";
import type { Found } from "./find.ts";

/** The same views for programs: days as `YYYY-MM-DD`, sizes in bytes, digests in hexadecimal digits. */

export const publicationJson = ({ name, plan, facts }: Publication) => ({
  name,
  day: formatDay(plan.day),
  decision: plan.decision,
  sets: plan.sets.map((set) => ({ ...setJson(set), images: set.images.map(imageJson) })),
  next: upcoming(plan).map((change) => ({ ...change, day: formatDay(change.day) })),
  foreign: facts.foreign.map(({ directory }) => directory),
  removed: facts.tombstones.map(tombstoneJson),
});

export const foundJson = ({ publication, set, image, tombstones }: Found) => ({
  publication: publication.name,
  ...(image === null ? {} : { set: setJson(set), image: imageJson(image) }),
  removed: tombstones.map(tombstoneJson),
});

const setJson = ({ version, gate, gateReason, decision, expect }: SetPlan) => ({
  version,
  gate,
  gateReason,
  decision,
  expect,
});

function imageJson({ name, required, digest, record, candidate, targets }: ImagePlan) {
  const plans = [...targets].map(
    ([target, plan]) => [target, targetJson(plan, record?.targets[target]?.refs ?? [])] as const,
  );
  return {
    name,
    required,
    digest,
    source: candidate?.source ?? null,
    files: record?.files ?? [],
    attempts: (record?.attempts ?? []).map((attempt) => ({ ...attempt, day: formatDay(attempt.day) })),
    build: record?.build ?? null,
    notInStable: notInStable({ record, candidate }),
    targets: Object.fromEntries(plans),
  };
}

function targetJson(plan: TargetPlan, refs: readonly string[]) {
  const { phase, reason, days, listed, replacement, next, spared, repair } = plan;
  return {
    phase,
    reason,
    days: daysJson(days),
    listed,
    replacement,
    next: next && { ...next, day: next.day === null ? null : formatDay(next.day) },
    spared,
    repair,
    refs,
  };
}

const daysJson = (days: Days) => Object.fromEntries(history(days).map(([day, key]) => [key, formatDay(day)]));

const tombstoneJson = (tombstone: Tombstone) => ({ ...tombstone, day: formatDay(tombstone.day) });
