import { addDays, daysBetween, formatDay, laterDay, type Day } from "../../model/day.ts";
import type { StackPolicy } from "../policy.ts";
import type { Target } from "../../model/target.ts";

/** When a superseded daily is hidden. */
interface Hiding {
  day: Day;
  /** The start of the count. A daily that was current for long stays a while beside its replacement. */
  from: "shown" | "superseded";
}

/** The later of two days: `hideAfter` days after it was shown, and `overlap` days after it was superseded. */
function hidingOf({ retention }: StackPolicy, shown: Day, superseded: Day): Hiding {
  const [aged, overlapped] = [addDays(shown, retention.hideAfter), addDays(superseded, retention.overlap)];
  return { day: laterDay(aged, overlapped), from: overlapped > aged ? "superseded" : "shown" };
}

/** The day on which a superseded daily is hidden. */
export const hidesOn = (policy: StackPolicy, shown: Day, superseded: Day): Day =>
  hidingOf(policy, shown, superseded).day;

/** `14 days after it was shown`. */
export function hidingInWords(
  policy: StackPolicy,
  { shown, superseded }: { shown: Day; superseded: Day },
  hidden: Day,
): string {
  const { from } = hidingOf(policy, shown, superseded);
  const days = daysBetween(from === "shown" ? shown : superseded, hidden);
  return `${days} days after it was ${from}`;
}

const ageAt = ({ retention }: StackPolicy, { kind }: Pick<Target, "kind">): number =>
  kind === "mirror" ? retention.deleteAfter.mirror : retention.deleteAfter.clouds;

/** The days between hiding and deletion: the difference of the two ages, also for an image that stayed public for longer. */
export const hiddenDays = (policy: StackPolicy, target: Pick<Target, "kind">): number =>
  policy.channel === "release"
    ? policy.retention.grace
    : Math.max(0, ageAt(policy, target) - policy.retention.hideAfter);

/** The day on which a daily is deleted: late enough by its age, and hidden for long enough. */
export const removedOn = (
  { shown, hidden }: { shown: Day; hidden: Day },
  { hideAfter, deleteAfter }: { hideAfter: number; deleteAfter: number },
): Day => laterDay(addDays(shown, deleteAfter), addDays(hidden, Math.max(0, deleteAfter - hideAfter)));

/** The day on which a hidden daily is deleted, and the reason. */
export function leavingOfHidden(
  policy: StackPolicy,
  target: Target,
  shown: Day,
  hidden: Day,
): { day: Day; reason: string } {
  const age = ageAt(policy, target);
  const day = removedOn({ shown, hidden }, { hideAfter: policy.retention.hideAfter, deleteAfter: age });
  return { day, reason: `shown ${formatDay(shown)}, hidden ${formatDay(hidden)}; kept for ${age} days` };
}
