import { isRebuild } from "../diff/rebuild.ts";
import { answer, isDue, type Rule } from "./case.ts";
import { freezeOn } from "./frozen.ts";
import { count } from "../../model/text/columns.ts";
import { bringing, newPointRelease } from "./reasons.ts";

export const firstReleaseRule: Rule = (matter) => {
  const { last, candidate, policy } = matter;
  if (last !== null || candidate === null || freezeOn(matter) !== undefined) return null;
  return answer("publish", [`the first release of ${policy.suite}`]);
};

/** A fix that is only used after a reboot. In a new image it is used from the first boot on. */
export const rebootRule: Rule = (matter) =>
  matter.fixes.some((fix) => fix.reboot && isDue(fix, matter.today)) ? answer("publish", bringing(matter)) : null;

/** A fix of any package, once its day has come. */
export const securityRule: Rule = (matter) =>
  matter.fixes.some((fix) => isDue(fix, matter.today)) ? answer("publish", bringing(matter)) : null;

export const pointReleaseRule: Rule = (matter) =>
  newPointRelease(matter).length > 0 ? answer("publish", bringing(matter)) : null;

/** Rebuilds alone never make a release, however old the last one is. */
export const atLatestRule: Rule = (matter) => {
  const changed = matter.changes.filter((change) => !isRebuild(change)).length;
  const { atLatest } = matter.policy.release;
  if (changed === 0 || atLatest === null || matter.age < atLatest) return null;
  const old = `${count(changed, "package")} changed in the ${count(matter.age, "day")} since the last release`;
  return answer("publish", [old, ...bringing(matter)]);
};
