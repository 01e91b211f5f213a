import { imageName, type Member } from "../../images/model/image.ts";
import type { Facts, RecordedSet } from "../../images/plan/facts.ts";
import type { GateState, ImagePlan, Plan, SetPlan, TargetPlan } from "../../images/plan/types.ts";
import type { Days, ImageRecord, Phase, Tombstone } from "../../images/tree/record.ts";
import { recordOf } from "./record-samples.ts";
import { day, memberNamed, version } from "./samples.ts";

/** Plans and facts of trixie's dailies for tests, made of the few words that a case is about. */

const channel = { suite: "trixie", channel: "daily" } as const;
const digest = "ab".repeat(64);
const packages = "cd".repeat(32);

export const today = day("2026-07-17");

interface SetSample {
  version: string;
  phase: Phase;
  members: readonly Member[];
  gate?: GateState;
  reason?: string;
  next?: { phase: Phase; day: string; reason: string };
  /** The members that are not required. */
  bestEffort?: readonly Member[];
  /** The members that have another phase. */
  others?: Partial<Record<Member, Phase>>;
}

interface DeletionSample {
  image: string;
  reason: string;
}

const tombstone = ({ image, reason }: DeletionSample): Tombstone => ({
  image,
  reason,
  target: "mirror",
  day: today,
  digest,
});

export function planOf({
  sets,
  deletions = [],
  ...rest
}: { sets: readonly SetSample[]; deletions?: readonly DeletionSample[] } & Partial<
  Pick<Plan, "refusals" | "warnings" | "pointers">
>): Plan {
  return {
    day: today,
    sets: sets.map(setPlan),
    pointers: new Map(),
    deletions: deletions.map(tombstone),
    decision: null,
    refusals: [],
    warnings: [],
    ...rest,
  };
}

function setPlan(set: SetSample): SetPlan {
  const bestEffort = set.bestEffort ?? [];
  return {
    version: version(set.version),
    expect: { required: set.members.filter((member) => !bestEffort.includes(member)), bestEffort },
    gate: set.gate ?? "open",
    gateReason: "",
    decision: null,
    images: set.members.map((member) => imagePlan(set, member)),
  };
}

function imagePlan(set: SetSample, member: Member): ImagePlan {
  const record = imageRecord(set, member);
  const image = { ...channel, vendor: record.vendor, arch: record.arch, version: version(set.version) };
  const target: TargetPlan = {
    phase: phaseOf(set, member),
    reason: set.reason ?? "",
    days: daysOf(set, member),
    listed: true,
    replacement: null,
    next: set.next === undefined ? null : { ...set.next, day: day(set.next.day) },
    spared: null,
    repair: [],
  };
  return {
    image,
    name: record.name,
    required: !(set.bestEffort ?? []).includes(member),
    digest,
    packages,
    record,
    candidate: null,
    targets: new Map([["mirror", target]]),
  };
}

const daysOf = (set: SetSample, member: Member): Days =>
  neverShown.includes(phaseOf(set, member)) ? { made: today } : { made: today, shown: today };

const neverShown: readonly Phase[] = ["made", "held", "failed"];

const phaseOf = ({ phase, others }: SetSample, member: Member): Phase => others?.[member] ?? phase;

export function imageRecord(set: SetSample, member: Member): ImageRecord {
  const image = { ...channel, ...memberNamed(member), version: version(set.version) };
  const name = imageName(image);
  const mirror = {
    phase: phaseOf(set, member),
    reason: set.reason ?? "",
    listed: true,
    days: daysOf(set, member),
    refs: [`trixie/daily/${set.version}/${name}.tar.xz`],
  };
  return recordOf(image, {
    digest,
    packages,
    files: [{ name: `${name}.tar.xz`, size: 300_000_000, sha512: digest }],
    targets: { mirror },
  });
}

export function factsOf(sets: readonly SetSample[], deletions: readonly DeletionSample[] = []): Facts {
  return {
    ...channel,
    sets: sets.map(recordedSet),
    tombstones: deletions.map(tombstone),
    candidates: [],
    foreign: [],
    observed: new Map(),
  };
}

function recordedSet(set: SetSample): RecordedSet {
  return {
    version: version(set.version),
    expect: { required: set.members, bestEffort: [] },
    images: set.members.map((member) => imageRecord(set, member)),
  };
}
