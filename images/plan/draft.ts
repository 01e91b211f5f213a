import { earlierDay, type Day } from "../day.ts";
import type { Problem } from "../errors.ts";
import { memberOf, type Image, type Member } from "../image.ts";
import type { Days, Expectation, ImageRecord, TargetRecord } from "../record.ts";
import { selectionOf, type Selection } from "../selection.ts";
import { suiteDefinition } from "../definitions/suites.ts";
import type { StackPolicy, Target } from "../stack-policy.ts";
import { versionOrder, type Version } from "../version.ts";
import type { Candidate, Facts, ObservedTarget, RecordedSet } from "./facts.ts";
import { tombstoneIndex, type TombstoneIndex } from "./tombstones.ts";
import type { GateState, TargetPlan } from "./types.ts";

/** A plan in the making: each rule reads it and writes down what it decides. */
export interface Draft {
  readonly facts: Facts;
  readonly policy: StackPolicy;
  readonly today: Day;
  readonly suiteEnded: boolean;
  readonly tombstones: TombstoneIndex;
  readonly acceptedFlaky: Selection;
  /** Newest first. */
  sets: SetDraft[];
  /** The newest set that was ever shown anywhere. */
  newestShown: Placed | null;
  readonly newestForeign: Placed | null;
  readonly refusals: Problem[];
  readonly warnings: string[];
}

/** A version with its place in the order of versions. */
export interface Placed {
  readonly version: Version;
  readonly order: number;
}

export interface SetDraft extends Placed {
  readonly expect: Expectation;
  readonly required: ReadonlySet<Member>;
  readonly images: Map<Member, ImageDraft>;
  /** Whether any image of it was ever shown anywhere. */
  shown: boolean;
  /** Whether it was held, today or before. */
  held: boolean;
  gate: GateState;
  gateReason: string;
  /** The day on which it fails unless it is complete by then; null once it is complete. */
  failsOn: Day | null;
}

export interface ImageDraft {
  readonly image: Image;
  readonly name: string;
  readonly member: Member;
  readonly required: boolean;
  readonly digest: string;
  readonly packages: string;
  readonly record: ImageRecord | null;
  candidate: Candidate | null;
  /** Whether something of it is to be made again. */
  wantsBytes: boolean;
  readonly standings: StandingDraft[];
  /** Recorded at targets that the configuration does not name: left as they are. */
  readonly elsewhere: readonly [string, TargetRecord][];
}

/** An image at a target. */
export interface StandingDraft extends Omit<TargetPlan, "listed"> {
  readonly target: Target;
  /** Whether what spares it is over tomorrow. */
  spareEnds: boolean;
}

const nothingKnown: ObservedTarget = { state: "up", reason: "", damaged: new Map(), needed: new Map() };

export const observedAt = (draft: Draft, target: Target): ObservedTarget =>
  draft.facts.observed.get(target.name) ?? nothingKnown;

export function draftOf(facts: Facts, policy: StackPolicy, today: Day): Draft {
  const { endOfLts } = suiteDefinition(policy.suite);
  const sets = facts.sets.map((set) => recordedSet(set, policy, today)).sort((a, b) => b.order - a.order);
  return {
    facts,
    policy,
    today,
    suiteEnded: endOfLts !== null && endOfLts < today,
    tombstones: tombstoneIndex(facts.tombstones),
    acceptedFlaky: selectionOf(policy.acceptFlaky),
    sets,
    newestShown: sets.find(({ shown }) => shown) ?? null,
    newestForeign: newestForeign(facts),
    refusals: [],
    warnings: [],
  };
}

function newestForeign({ foreign }: Facts): Placed | null {
  let newest: Placed | null = null;
  for (const { version } of foreign) {
    if (version === null) continue;
    const order = versionOrder(version);
    if (newest === null || order > newest.order) newest = { version, order };
  }
  return newest;
}

export function emptySet(version: Version, expect: Expectation): SetDraft {
  return {
    version,
    order: versionOrder(version),
    expect,
    required: new Set(expect.required),
    images: new Map(),
    shown: false,
    held: false,
    gate: "waiting",
    gateReason: "",
    failsOn: null,
  };
}

function recordedSet({ version, expect, images }: RecordedSet, policy: StackPolicy, today: Day): SetDraft {
  const set = emptySet(version, expect);
  for (const record of images) {
    const image = recordedImage(set, record, policy, today);
    set.images.set(image.member, image);
    set.shown ||= wasEver(record, "shown");
    set.held ||= wasEver(record, "held");
  }
  return set;
}

function wasEver({ targets }: ImageRecord, phase: "shown" | "held"): boolean {
  for (const target in targets) if (targets[target]?.days[phase] !== undefined) return true;
  return false;
}

function recordedImage(set: SetDraft, record: ImageRecord, policy: StackPolicy, today: Day): ImageDraft {
  const { suite, channel, targets } = policy;
  const { name, vendor, arch, digest, packages } = record;
  const member = memberOf(record);
  const standings: StandingDraft[] = [];
  for (const target of targets) {
    const recorded = record.targets[target.name];
    if (recorded !== undefined) standings.push(recordedStanding(target, recorded, today));
  }
  const everywhere = Object.entries(record.targets);
  const dropped =
    everywhere.length === standings.length
      ? nowhere
      : everywhere.filter(([place]) => targets.every(({ name }) => name !== place));
  return {
    image: { suite, channel, vendor, arch, version: set.version },
    name,
    member,
    required: set.required.has(member),
    digest,
    packages,
    record,
    candidate: null,
    wantsBytes: false,
    standings,
    elsewhere: dropped,
  };
}

function recordedStanding(target: Target, recorded: TargetRecord, today: Day): StandingDraft {
  return {
    target,
    phase: "made",
    reason: recorded.reason,
    days: notInFuture(recorded.days, today),
    replacement: recorded.replacement ?? null,
    next: null,
    spared: null,
    spareEnds: false,
    repair: none,
  };
}

const none: readonly string[] = [];
const nowhere: ImageDraft["elsewhere"] = [];

export const newStanding = (target: Target, today: Day): StandingDraft => ({
  target,
  phase: "made",
  reason: "",
  days: { made: today },
  replacement: null,
  next: null,
  spared: null,
  spareEnds: false,
  repair: none,
});

/** A day that a wrong clock recorded in the future counts as today, and is written so. */
export function notInFuture(recorded: Days, today: Day): Days {
  const days: Days = { made: earlierDay(recorded.made, today) };
  if (recorded.held !== undefined) days.held = earlierDay(recorded.held, today);
  if (recorded.shown !== undefined) days.shown = earlierDay(recorded.shown, today);
  if (recorded.superseded !== undefined) days.superseded = earlierDay(recorded.superseded, today);
  if (recorded.hidden !== undefined) days.hidden = earlierDay(recorded.hidden, today);
  if (recorded.failed !== undefined) days.failed = earlierDay(recorded.failed, today);
  if (recorded.withdrawn !== undefined) days.withdrawn = earlierDay(recorded.withdrawn, today);
  if (recorded.lost !== undefined) days.lost = earlierDay(recorded.lost, today);
  if (recorded.gone !== undefined) days.gone = earlierDay(recorded.gone, today);
  return days;
}
