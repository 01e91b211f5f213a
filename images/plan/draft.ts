import { type Day } from "../model/day.ts";
import type { Problem } from "../model/errors.ts";
import { type Image, type Member } from "../model/image.ts";
import type { Days, Expectation, RecordedDecision } from "../tree/record.ts";
import { selectionOf, type Selection } from "../model/selection.ts";
import { suiteDefinition } from "../model/definitions/suites.ts";
import { isRetired, takes, type Target } from "../model/target.ts";
import { type StackPolicy } from "./policy.ts";
import { versionOrder, type Version } from "../model/version.ts";
import type { Facts, ObservedTarget } from "./facts.ts";
import { tombstoneIndex, type TombstoneIndex } from "./retention/tombstones.ts";
import type { GateState, ImagePlan, TargetPlan, Released } from "./types.ts";

/** The plan while it is made: each rule reads it and writes its decisions into it. */
export interface Draft {
  readonly facts: Facts;
  readonly policy: StackPolicy;
  readonly today: Day;
  readonly suiteEnded: boolean;
  readonly tombstones: TombstoneIndex;
  readonly acceptedFlaky: Selection;
  readonly withdrawn: Selection;
  /** For a release channel: the version that this run publishes. */
  released: Released | null;
  /** Newest first. */
  sets: SetDraft[];
  /** The newest set with a public image, of the sets that were decided so far. A set that is withdrawn or lost as a whole does not count. */
  newestShown: OrderedVersion | null;
  readonly newestForeign: OrderedVersion | null;
  /** The newest public sets, kept by `retention.keep` whatever their age. */
  readonly kept: Set<Version>;
  /** Targets in the records that the configuration does not name. */
  readonly droppedTargets: ReadonlySet<string>;
  readonly refusals: Problem[];
  readonly warnings: string[];
}

/** A version with its number in the order of versions. */
export interface OrderedVersion {
  readonly version: Version;
  readonly order: number;
}

export interface SetDraft extends OrderedVersion {
  readonly expect: Expectation;
  readonly required: ReadonlySet<Member>;
  readonly decision: RecordedDecision | null;
  readonly images: Map<Member, ImageDraft>;
  /** Arrived images that break a package rule; by member, the reason. */
  readonly unwanted: Map<Member, string>;
  /** Whether any of its images was ever shown at any target. */
  shown: boolean;
  /** Whether it is held, since today or before. */
  held: boolean;
  gate: GateState;
  gateReason: string;
  /** The day on which it fails if it is still incomplete; null once it is complete. */
  failsOn: Day | null;
}

/** An image of the plan, whose targets the rules fill in. */
export interface ImageDraft extends ImagePlan {
  readonly member: Member;
  /** Only targets that the configuration names. */
  readonly targets: Map<string, TargetDraft>;
}

/** An image at a target. */
export interface TargetDraft extends TargetPlan {
  readonly target: Target;
  /** The record's own object; a rule that writes a day copies it. */
  days: Readonly<Days>;
}

const nothingKnown: ObservedTarget = { state: "up", reason: "", damaged: new Map(), needed: new Map() };

export const observedAt = (draft: Draft, target: Target): ObservedTarget =>
  draft.facts.observed.get(target.name) ?? nothingKnown;

export const keptInWords = ({ policy }: Draft): string =>
  `one of the newest ${policy.retention.keep} sets, which cloud-images:retention.keep keeps`;

/** A draft without sets. */
export function draftOf(facts: Facts, policy: StackPolicy, today: Day): Draft {
  const { endOfLts } = suiteDefinition(policy.suite);
  return {
    facts,
    policy,
    today,
    suiteEnded: endOfLts !== null && endOfLts < today,
    tombstones: tombstoneIndex(facts.tombstones),
    acceptedFlaky: selectionOf(policy.acceptFlaky),
    withdrawn: selectionOf(Object.keys(policy.withdraw)),
    released: null,
    sets: [],
    newestShown: null,
    newestForeign: newestForeign(facts),
    kept: new Set(),
    droppedTargets: droppedTargets(facts, policy),
    refusals: [],
    warnings: [],
  };
}

function newestForeign({ foreign }: Facts): OrderedVersion | null {
  let newest: OrderedVersion | null = null;
  for (const { version } of foreign) {
    if (version === null) continue;
    const order = versionOrder(version);
    if (newest === null || order > newest.order) newest = { version, order };
  }
  return newest;
}

function droppedTargets({ sets }: Facts, { targets }: StackPolicy): ReadonlySet<string> {
  const named = new Set(targets.map(({ name }) => name));
  const dropped = new Set<string>();
  for (const { images } of sets) {
    for (const { targets: recorded } of images) {
      for (const target in recorded) if (!named.has(target)) dropped.add(target);
    }
  }
  return dropped;
}

export function emptySet(version: Version, expect: Expectation, decision: RecordedDecision | null): SetDraft {
  return {
    version,
    order: versionOrder(version),
    expect,
    required: new Set(expect.required),
    decision,
    images: new Map(),
    unwanted: new Map(),
    shown: false,
    held: false,
    gate: "waiting",
    gateReason: "",
    failsOn: null,
  };
}

/** The targets that a new image goes to. */
export const targetsOf = ({ policy }: Draft, image: Pick<Image, "vendor" | "arch">): readonly Target[] =>
  policy.targets.filter((target) => !isRetired(target) && takes(target, image));

export const newTargetDraft = (target: Target, today: Day): TargetDraft => ({
  target,
  phase: "made",
  reason: "",
  days: { made: today },
  listed: false,
  replacement: null,
  next: null,
  spared: null,
  repair: [],
});
