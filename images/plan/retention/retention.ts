import { addDays, formatDay, type Day } from "../../model/day.ts";
import { selectionOf, type Selection } from "../../model/selection.ts";
import type { Version } from "../../model/version.ts";
import { isRetired, type Target } from "../../model/target.ts";
import { keptInWords, type Draft, type ImageDraft, type SetDraft, type TargetDraft } from "../draft.ts";
import type { Families } from "../visibility/visibility.ts";
import { hiddenDays, leavingOfHidden } from "./hide.ts";
import type { Change } from "../types.ts";

/** An image's removal from a target; its day is null while the removal waits for an event. */
export interface Leave extends Change {
  phase: "gone";
}

/** What the removal of every image depends on. */
interface Leaving {
  draft: Draft;
  families: Families;
  allowDelete: Selection;
  /** The newest held sets, which stay. */
  heldKept: ReadonlySet<Version>;
  hidden: HiddenLeaves;
}

/** Removals of hidden images, by kind of target, day of showing and day of hiding: the images of a set share them. */
type HiddenLeaves = Readonly<Record<Target["kind"], Map<Day, Map<Day, Leave>>>>;

const heldSetsKept = 2;

export function leavingOf(draft: Draft, families: Families): Leaving {
  const held = draft.sets.filter((set) => set.held && isStillHeld(set));
  return {
    draft,
    families,
    allowDelete: selectionOf(draft.policy.allowDelete),
    heldKept: new Set(held.slice(0, heldSetsKept).map(({ version }) => version)),
    hidden: { mirror: new Map(), cloud: new Map() },
  };
}

function isStillHeld({ images }: SetDraft): boolean {
  return [...images.values()].some(({ targets }) => [...targets.values()].some(({ phase }) => phase === "held"));
}

/** The removal of an image; null while its phase keeps it. */
export function leaveOf(leaving: Leaving, set: SetDraft, image: ImageDraft, atTarget: TargetDraft): Leave | null {
  const leave = ageOut(leaving, set, image, atTarget);
  const { channel } = leaving.draft.policy;
  if (leave === null || channel === "daily" || atTarget.days.shown === undefined) return leave;
  // by retiring the target, a person has asked for the removal of all its images
  if (isRetired(atTarget.target)) return leave;
  if (leaving.allowDelete.keyOf(image.image.version, image.member) !== undefined) return leave;
  return {
    phase: "gone",
    day: null,
    reason: `${leave.reason}; a release goes only when cloud-images:allowDelete names it`,
  };
}

function ageOut(leaving: Leaving, set: SetDraft, image: ImageDraft, atTarget: TargetDraft): Leave | null {
  const { draft, heldKept } = leaving;
  const { retention } = draft.policy;
  const { days, phase, reason } = atTarget;
  switch (phase) {
    case "hidden":
      return hiddenLeave(leaving, image, atTarget);
    case "held":
      if (heldKept.has(set.version)) return never("one of the newest two that are held");
      return after(days.held, retention.held, reason);
    case "failed":
      return after(days.failed, retention.failed, reason.startsWith("failed ") ? reason : `failed: ${reason}`);
    case "withdrawn":
      return after(days.withdrawn, retention.withdrawn, `withdrawn: ${reason}`);
    case "lost":
      if (!set.shown && !set.held) return never(`${reason}; its set may still be shown`);
      return after(days.lost, retention.lost, reason);
    case "made":
    case "current":
    case "superseded":
    case "gone":
      return null;
  }
}

function after(start: Day | undefined, days: number, reason: string): Leave | null {
  if (start === undefined) return null;
  return { phase: "gone", day: addDays(start, days), reason: `${reason}; kept for ${days} days` };
}

const never = (reason: string): Leave => ({ phase: "gone", day: null, reason });

/** The newest image of a family is removed only after the end of its suite. */
function hiddenLeave(leaving: Leaving, { member, image }: ImageDraft, atTarget: TargetDraft): Leave | null {
  const { draft, families, hidden: leaves } = leaving;
  const { policy, suiteEnded } = draft;
  const { days, target, reason } = atTarget;
  const { shown, hidden } = days;
  if (shown === undefined || hidden === undefined) return null;
  if (isRetired(target))
    return after(hidden, hiddenDays(policy, target), `${target.name} is retired; hidden ${formatDay(hidden)}`);
  const isNewest = families.get(target)?.get(member)?.newest === image.version;
  if (isNewest && !suiteEnded) return never("the newest of its family stays");
  if (draft.kept.has(image.version) && !suiteEnded) return never(keptInWords(draft));
  if (policy.channel === "release") return after(hidden, policy.retention.grace, reason);
  const shownTogether = leaves[target.kind].get(shown) ?? new Map<Day, Leave>();
  leaves[target.kind].set(shown, shownTogether);
  const leave =
    shownTogether.get(hidden) ?? ({ phase: "gone", ...leavingOfHidden(policy, target, shown, hidden) } as const);
  shownTogether.set(hidden, leave);
  return leave;
}
