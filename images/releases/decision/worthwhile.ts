import { answer, type Rule } from "./answer.ts";
import { isRebuild } from "../diff/rebuild.ts";
import { isDue } from "./case.ts";
import { freezeOn } from "./frozen.ts";
import { bringing, counted, newPointRelease } from "./reasons.ts";

export const firstReleaseRule: Rule = (matter) => {
  const { last, candidate, policy } = matter;
  if (last !== null || candidate === null || freezeOn(matter) !== undefined) return null;
  return answer("publish", [`the first release of ${policy.suite}`]);
};

/** A fix that is only used after a reboot: those who start machines from the image need not reboot each of them. */
export const rebootRule: Rule = (matter) =>
  matter.fixes.some((fix) => fix.reboot && isDue(fix, matter.today)) ? answer("publish", bringing(matter)) : null;

/** A fix of any package, once it may wait no longer. */
export const securityRule: Rule = (matter) =>
  matter.fixes.some((fix) => isDue(fix, matter.today)) ? answer("publish", bringing(matter)) : null;

export const pointReleaseRule: Rule = (matter) =>
  newPointRelease(matter).length > 0 ? answer("publish", bringing(matter)) : null;

/** Rebuilds alone never make a release, however old the last one is. */
export const atLatestRule: Rule = (matter) => {
  const changed = matter.changes.filter((change) => !isRebuild(change)).length;
  const { atLatest } = matter.policy.release;
  if (changed === 0 || atLatest === null || matter.age < atLatest) return null;
  const old = `${counted(changed, "package")} changed in the ${counted(matter.age, "day")} since the last release`;
  return answer("publish", [old, ...bringing(matter)]);
};
