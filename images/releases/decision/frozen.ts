import { formatDay } from "../../model/day.ts";
import { answer, type Case, type Rule } from "./case.ts";
import { fixText, heldBack } from "./reasons.ts";
import type { Freeze } from "./types.ts";

/** Applies when no daily has a due fix that needs a reboot. If such a fix is still to be built, people wait for that build. */
export const frozenRule: Rule = (matter) => {
  const freeze = freezeOn(matter);
  if (freeze === undefined) return null;
  const urgent = matter.waiting.filter(({ reboot }) => reboot);
  if (urgent.length > 0)
    return answer("waiting-for-build", [
      ...urgent.map((fix) => `${fixText(fix)}: in the archive, in no daily yet`),
      freezeText(freeze),
    ]);
  return answer("hold", [freezeText(freeze), ...heldBack(matter)]);
};

export const freezeOn = ({ policy, today }: Pick<Case, "policy" | "today">): Freeze | undefined =>
  policy.release.frozen.find(({ from, to }) => from <= today && today <= to);

export const freezeText = ({ from, to, reason }: Freeze): string =>
  `no releases from ${formatDay(from)} to ${formatDay(to)} but for what needs a reboot: ${reason}`;
