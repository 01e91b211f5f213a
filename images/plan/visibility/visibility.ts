import { formatDay } from "../../model/day.ts";
import type { Member } from "../../model/image.ts";
import type { Days, TargetRecord } from "../../tree/record.ts";
import { isRetired, type Target } from "../../model/target.ts";
import type { Version } from "../../model/version.ts";
import { hidesOn, hidingInWords } from "../retention/hide.ts";
import { observedAt, type Draft, type SetDraft, type StandingDraft } from "../draft.ts";

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
    for (const standing of targets.values()) {
      if (standing.days.shown === undefined) continue;
      const family = familyAt(families, standing.target, member);
      if (standing.phase === "current") {
        rank(draft, version, standing, family);
        tellRank(draft, standing, record?.targets[standing.target.name]);
        family.newest ??= version;
        if (isCurrent(standing)) family.current = version;
      } else if (wasTakenAway(standing)) {
        family.takenAway.add(version);
      }
    }
  }
}

function familyAt(families: Families, target: Target, member: Member): Family {
  const atTarget = families.get(target);
  const known = atTarget?.get(member);
  if (known !== undefined) return known;
  const family: Family = { newest: undefined, current: undefined, takenAway: new Set() };
  atTarget?.set(member, family);
  return family;
}

const isCurrent = ({ phase }: StandingDraft): boolean => phase === "current";

const wasTakenAway = ({ days }: StandingDraft): boolean =>
  days.withdrawn !== undefined || days.lost !== undefined || days.failed !== undefined;

function rank(draft: Draft, version: Version, standing: StandingDraft, { newest, takenAway }: Family): void {
  const recorded = standing.replacement;
  const replacement = recorded === null || takenAway.has(recorded) ? newest : recorded;
  const { superseded, hidden } = standing.days;
  // what came after it has gone with the suite, whatever a clock says that is set back
  const isOver = isEnded(draft, standing) || (hidden !== undefined && takenAway.size === 0);
  const wasSuperseded = superseded !== undefined && isOver;
  if (replacement !== undefined && (newest !== undefined || wasSuperseded))
    supersede(draft, version, standing, replacement);
  else keepCurrent(draft, standing);
  if (standing.days.hidden !== undefined) standing.phase = "hidden";
}

/** No successor will come: the suite has ended, or the target is retired. */
const isEnded = ({ suiteEnded }: Draft, { target }: StandingDraft): boolean => suiteEnded || isRetired(target);

/** Only the end of its suite, or of its target, hides it. One that was superseded is newest again, because what came after it is gone. */
function keepCurrent(draft: Draft, standing: StandingDraft): void {
  standing.replacement = null;
  if (isEnded(draft, standing)) hide(draft, standing);
  else if (standing.days.superseded !== undefined) standing.days = neverSuperseded(standing.days);
}

function neverSuperseded(days: Readonly<Days>): Days {
  const rest = { ...days };
  delete rest.superseded;
  delete rest.hidden;
  return rest;
}

/** Keeps the recorded replacement until it is removed, so that a settled image is not rewritten each day. */
function supersede(draft: Draft, version: Version, standing: StandingDraft, replacement: Version): void {
  const { policy, today } = draft;
  if (standing.days.superseded === undefined) standing.days = { ...standing.days, superseded: today };
  standing.replacement = replacement;
  standing.phase = "superseded";
  const { shown = today, superseded = today } = standing.days;
  const isOld = policy.channel === "daily" && !draft.kept.has(version) && today >= hidesOn(policy, shown, superseded);
  if (isOld || isEnded(draft, standing)) hide(draft, standing);
}

function hide(draft: Draft, standing: StandingDraft): void {
  if (standing.days.hidden !== undefined || observedAt(draft, standing.target).state === "down") return;
  standing.days = { ...standing.days, hidden: draft.today };
}

/** What rests keeps the recorded words: nothing of what they tell has changed. */
function tellRank(draft: Draft, standing: StandingDraft, recorded: TargetRecord | undefined): void {
  const { phase, replacement, days } = standing;
  const rests =
    recorded !== undefined &&
    recorded.phase === phase &&
    recorded.days === days &&
    (recorded.replacement ?? null) === replacement;
  if (!rests) standing.reason = rankInWords(draft, standing);
}

function rankInWords({ policy, today }: Draft, { days, replacement, target }: StandingDraft): string {
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
