import { formatDay } from "../../model/day.ts";
import type { Member } from "../../model/image.ts";
import type { Days, TargetRecord } from "../../tree/record.ts";
import { isRetired, type Target } from "../../model/target.ts";
import type { Version } from "../../model/version.ts";
import { hidesOn, hidingInWords } from "../retention/hide.ts";
import { observedAt, type Draft, type SetDraft, type TargetDraft } from "../draft.ts";

/** A family at a target, over the sets that were ranked so far, the newest first. */
interface Family {
  /** The newest that is public, or was public until its suite ended. */
  newest: Version | undefined;
  /** The current one, which the pointer names. */
  current: Version | undefined;
  /** Shown before, and withdrawn, lost or failed since. */
  readonly takenAway: Set<Version>;
}

export type Families = ReadonlyMap<Target, Map<Member, Family>>;

export const noFamilies = ({ policy }: Draft): Families => new Map(policy.targets.map((target) => [target, new Map()]));

/** The newest public image of a family is current; older ones are superseded, and hidden in time. */
export function rankSet(draft: Draft, { version, images }: SetDraft, families: Families): void {
  for (const { member, record, targets } of images.values()) {
    for (const atTarget of targets.values()) {
      if (atTarget.days.shown === undefined) continue;
      const family = familyAt(families, atTarget.target, member);
      if (atTarget.phase === "current") {
        rank(draft, version, atTarget, family);
        explainRank(draft, atTarget, record?.targets[atTarget.target.name]);
        family.newest ??= version;
        if (isCurrent(atTarget)) family.current = version;
      } else if (wasTakenAway(atTarget)) {
        family.takenAway.add(version);
      }
    }
  }
}

function familyAt(families: Families, target: Target, member: Member): Family {
  const members = families.get(target);
  const known = members?.get(member);
  if (known !== undefined) return known;
  const family: Family = { newest: undefined, current: undefined, takenAway: new Set() };
  members?.set(member, family);
  return family;
}

const isCurrent = ({ phase }: TargetDraft): boolean => phase === "current";

const wasTakenAway = ({ days }: TargetDraft): boolean =>
  days.withdrawn !== undefined || days.lost !== undefined || days.failed !== undefined;

function rank(draft: Draft, version: Version, atTarget: TargetDraft, { newest, takenAway }: Family): void {
  const recorded = atTarget.replacement;
  const replacement = recorded === null || takenAway.has(recorded) ? newest : recorded;
  const { superseded, hidden } = atTarget.days;
  // its newer images are hidden too, so no clock that is set back may make it current again
  const isOver = isEnded(draft, atTarget) || (hidden !== undefined && takenAway.size === 0);
  const wasSuperseded = superseded !== undefined && isOver;
  if (replacement !== undefined && (newest !== undefined || wasSuperseded))
    supersede(draft, version, atTarget, replacement);
  else keepCurrent(draft, atTarget);
  if (atTarget.days.hidden !== undefined) atTarget.phase = "hidden";
}

/** No successor will come: the suite has ended, or the target is retired. */
const isEnded = ({ suiteEnded }: Draft, { target }: TargetDraft): boolean => suiteEnded || isRetired(target);

/** Only the end of its suite or its target hides the newest image. It may have been superseded by an image that was taken away. */
function keepCurrent(draft: Draft, atTarget: TargetDraft): void {
  atTarget.replacement = null;
  if (isEnded(draft, atTarget)) hide(draft, atTarget);
  else if (atTarget.days.superseded !== undefined) atTarget.days = neverSuperseded(atTarget.days);
}

function neverSuperseded(days: Readonly<Days>): Days {
  const rest = { ...days };
  delete rest.superseded;
  delete rest.hidden;
  return rest;
}

/** Keeps the recorded replacement, so that records of old images do not change each day. */
function supersede(draft: Draft, version: Version, atTarget: TargetDraft, replacement: Version): void {
  const { policy, today } = draft;
  if (atTarget.days.superseded === undefined) atTarget.days = { ...atTarget.days, superseded: today };
  atTarget.replacement = replacement;
  atTarget.phase = "superseded";
  const { shown = today, superseded = today } = atTarget.days;
  const isOld = policy.channel === "daily" && !draft.kept.has(version) && today >= hidesOn(policy, shown, superseded);
  if (isOld || isEnded(draft, atTarget)) hide(draft, atTarget);
}

function hide(draft: Draft, atTarget: TargetDraft): void {
  if (atTarget.days.hidden !== undefined || observedAt(draft, atTarget.target).state === "down") return;
  atTarget.days = { ...atTarget.days, hidden: draft.today };
}

/** Keeps the recorded reason if nothing else has changed. */
function explainRank(draft: Draft, atTarget: TargetDraft, recorded: TargetRecord | undefined): void {
  const { phase, replacement, days } = atTarget;
  const isUnchanged =
    recorded !== undefined &&
    recorded.phase === phase &&
    recorded.days === days &&
    (recorded.replacement ?? null) === replacement;
  if (!isUnchanged) atTarget.reason = rankInWords(draft, atTarget);
}

function rankInWords({ policy, today }: Draft, { days, replacement, target }: TargetDraft): string {
  const { shown = today, superseded = today, hidden } = days;
  if (replacement !== null) {
    const since = `superseded by ${replacement} on ${formatDay(superseded)}`;
    if (hidden === undefined) return since;
    return `${since}; hidden ${formatDay(hidden)}, ${hidingInWords(policy, { shown, superseded }, hidden)}`;
  }
  if (hidden !== undefined && isRetired(target)) return `hidden ${formatDay(hidden)}: ${target.name} is retired`;
  if (hidden !== undefined) return `hidden ${formatDay(hidden)}: ${policy.suite} has ended`;
  return `newest of its family, shown ${formatDay(shown)}`;
}
