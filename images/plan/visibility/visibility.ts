import { formatDay } from "../../model/day.ts";
import type { Member } from "../../model/image.ts";
import type { Days, TargetRecord } from "../../tree/record.ts";
import { isRetired, type Target } from "../../model/target.ts";
import type { Version } from "../../model/version.ts";
import { hidesOn, hidingInWords } from "../retention/hide.ts";
import { observedAt, type Draft, type SetDraft, type TargetDraft } from "../draft.ts";

/** A family at a target, as far as it was looked at: from its newest image on. */
interface Family {
  /** The newest that is public, or was until its suite ended. */
  newest: Version | undefined;
  /** What stays current, which the pointer names. */
  current: Version | undefined;
  readonly takenAway: Set<Version>;
}

export type Families = ReadonlyMap<Target, Map<Member, Family>>;

export const noFamilies = ({ policy }: Draft): Families => new Map(policy.targets.map((target) => [target, new Map()]));

/** The newest image of a family that is public stays current; those before it are superseded, and hidden in time. */
export function rankSet(draft: Draft, { version, images }: SetDraft, families: Families): void {
  for (const { member, record, targets } of images.values()) {
    for (const atTarget of targets.values()) {
      if (atTarget.days.shown === undefined) continue;
      const family = familyAt(families, atTarget.target, member);
      if (atTarget.phase === "current") {
        rank(draft, version, atTarget, family);
        tellRank(draft, atTarget, record?.targets[atTarget.target.name]);
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
  // what came after it has gone with the suite, whatever a clock says that is set back
  const isOver = isEnded(draft, atTarget) || (hidden !== undefined && takenAway.size === 0);
  const wasSuperseded = superseded !== undefined && isOver;
  if (replacement !== undefined && (newest !== undefined || wasSuperseded))
    supersede(draft, version, atTarget, replacement);
  else keepCurrent(draft, atTarget);
  if (atTarget.days.hidden !== undefined) atTarget.phase = "hidden";
}

/** No successor will come: the suite has ended, or the target is retired. */
const isEnded = ({ suiteEnded }: Draft, { target }: TargetDraft): boolean => suiteEnded || isRetired(target);

/** Only the end of its suite, or of its target, hides it. One that was superseded is newest again, because what came after it is gone. */
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

/** Keeps the recorded replacement until it is removed, so that a settled image is not rewritten each day. */
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

/** What rests keeps the recorded words: nothing of what they tell has changed. */
function tellRank(draft: Draft, atTarget: TargetDraft, recorded: TargetRecord | undefined): void {
  const { phase, replacement, days } = atTarget;
  const rests =
    recorded !== undefined &&
    recorded.phase === phase &&
    recorded.days === days &&
    (recorded.replacement ?? null) === replacement;
  if (!rests) atTarget.reason = rankInWords(draft, atTarget);
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
