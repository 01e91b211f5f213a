import { addDays, formatDay, laterDay, type Day } from "../day.ts";
import { selectionOf, type Selection } from "../selection.ts";
import type { Version } from "../version.ts";
import type { Draft, ImageDraft, SetDraft, StandingDraft } from "./draft.ts";

/** When an image leaves a target. */
export interface Leave {
  /** Null while nothing but an event can bring it about. */
  day: Day | null;
  reason: string;
}

/** What the retention needs to know beside the image. */
export interface Leaving {
  draft: Draft;
  allowDelete: Selection;
  /** The newest held sets, which stay. */
  heldKept: ReadonlySet<Version>;
}

const heldSetsKept = 2;

export function leavingOf(draft: Draft): Leaving {
  const held = draft.sets.filter((set) => set.held && standsHeld(set));
  return {
    draft,
    allowDelete: selectionOf(draft.policy.allowDelete),
    heldKept: new Set(held.slice(0, heldSetsKept).map(({ version }) => version)),
  };
}

function standsHeld({ images }: SetDraft): boolean {
  for (const { standings } of images.values()) if (standings.some(({ phase }) => phase === "held")) return true;
  return false;
}

/** Null for an image that stays until its phase changes. */
export function leaveOf(leaving: Leaving, set: SetDraft, image: ImageDraft, standing: StandingDraft): Leave | null {
  const leave = ageOut(leaving, set, standing);
  const { channel } = leaving.draft.policy;
  if (leave === null || channel === "daily" || standing.days.shown === undefined) return leave;
  if (leaving.allowDelete.keyOf(image.image.version, image.member) !== undefined) return leave;
  return { day: null, reason: `${leave.reason}; a release goes only when cloud-images:allowDelete names it` };
}

function ageOut({ draft, heldKept }: Leaving, set: SetDraft, standing: StandingDraft): Leave | null {
  const { retention } = draft.policy;
  const { days, phase, reason } = standing;
  switch (phase) {
    case "hidden":
      return hiddenLeave(draft, standing);
    case "held":
      if (heldKept.has(set.version)) return { day: null, reason: "one of the newest two that are held" };
      return after(days.held, retention.held, reason);
    case "failed":
      return after(days.failed, retention.failed, `failed: ${reason}`);
    case "withdrawn":
      return after(days.withdrawn, retention.withdrawn, `withdrawn: ${reason}`);
    case "lost":
      if (!set.shown && !set.held) return { day: null, reason: `${reason}; its set may still be shown` };
      return after(days.lost, retention.lost, reason);
    case "made":
    case "current":
    case "superseded":
    case "gone":
      return null;
  }
}

function after(start: Day | undefined, days: number, reason: string): Leave | null {
  return start === undefined ? null : { day: addDays(start, days), reason: `${reason}; kept for ${days} days` };
}

/** A daily is hidden for as long as the configuration says, whatever its age. The newest of a family goes only with its suite. */
function hiddenLeave({ policy, suiteEnded }: Draft, { days, target, reason }: StandingDraft): Leave | null {
  const { shown, hidden, superseded } = days;
  if (shown === undefined || hidden === undefined) return null;
  if (superseded === undefined && !suiteEnded) return { day: null, reason: "the newest of its family stays" };
  const { retention } = policy;
  if (policy.channel === "release") return after(hidden, retention.grace, reason);
  const age = target.kind === "mirror" ? retention.deleteAfter.mirror : retention.deleteAfter.clouds;
  const hiddenFor = Math.max(0, age - retention.hideAfter);
  const day = laterDay(addDays(shown, age), addDays(hidden, hiddenFor));
  return { day, reason: `shown ${formatDay(shown)}, hidden ${formatDay(hidden)}; kept for ${age} days` };
}
