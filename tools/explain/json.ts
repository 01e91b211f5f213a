import { formatDay } from "../../images/model/day.ts";
import { upcoming } from "../../images/plan/next.ts";
import { outlookOf, type Outlook } from "../../images/plan/outlook.ts";
import type { ImagePlan, Plan, SetPlan, TargetPlan } from "../../images/plan/types.ts";
import type { Days, TargetRecord, Tombstone } from "../../images/tree/record.ts";
import type { Publication } from "../publications.ts";
import { notInStable } from "./build.ts";
import { history } from "./days.ts";
import type { Found } from "./find.ts";

/** The views for programs: days as `YYYY-MM-DD`, sizes in bytes, digests in hexadecimal digits. */

export const publicationJson = ({ name, plan, facts }: Publication) => ({
  name,
  day: formatDay(plan.day),
  decision: plan.decision,
  sets: plan.sets.map((set) => ({ ...setJson(set), images: set.images.map((image) => imageJson(plan, set, image)) })),
  next: upcoming(plan).map((change) => ({ ...change, day: formatDay(change.day) })),
  foreign: facts.foreign.map(({ directory }) => directory),
  removed: facts.tombstones.map(tombstoneJson),
});

export const foundJson = ({ publication, set, image, tombstones }: Found) => ({
  publication: publication.name,
  ...(image === null ? {} : { set: setJson(set), image: imageJson(publication.plan, set, image) }),
  removed: tombstones.map(tombstoneJson),
});

const setJson = ({ version, gate, gateReason, decision, expect }: SetPlan) => ({
  version,
  gate,
  gateReason,
  decision,
  expect,
});

function imageJson(plan: Plan, set: SetPlan, image: ImagePlan) {
  const { name, required, digest, record, candidate, targets } = image;
  const plans = [...targets].map(
    ([target, planned]) => [target, targetJson(planned, outlookOf(plan, set, image, target))] as const,
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

/** `is`: the recorded state; `wouldBe`: the state after this run; `provided`: its condition; null if absent. */
function targetJson({ next, spared, repair }: TargetPlan, { is, wouldBe, provided }: Outlook) {
  return {
    is: is === null ? null : standingJson(is),
    wouldBe: wouldBe === null ? null : standingJson(wouldBe),
    provided,
    next: next && { ...next, day: next.day === null ? null : formatDay(next.day) },
    spared,
    repair,
    refs: is?.refs ?? [],
  };
}

const standingJson = ({ phase, reason, days, listed, replacement = null }: TargetPlan | TargetRecord) => ({
  phase,
  reason,
  days: daysJson(days),
  listed,
  replacement,
});

const daysJson = (days: Days) => Object.fromEntries(history(days).map(([day, key]) => [key, formatDay(day)]));

const tombstoneJson = (tombstone: Tombstone) => ({ ...tombstone, day: formatDay(tombstone.day) });
