import { daysBetween } from "../../../images/model/day.ts";
import { suiteDefinition } from "../../../images/model/definitions/suites.ts";
import { memberOf, parseMember, type Member } from "../../../images/model/image.ts";
import type { TargetRecord } from "../../../images/tree/record.ts";
import { takes } from "../../../images/model/target.ts";
import type { StackPolicy } from "../../../images/plan/policy.ts";
import { compareVersions } from "../../../images/model/version.ts";
import { isEnded, isUp, retiredTargets, type Moment, type Recorded, type Step } from "../step.ts";

export function* pointersLeadToPublicImages(step: Step): Generator<string> {
  const { run, after } = step;
  for (const [target, families] of after.sight.pointers) {
    for (const [member, version] of families) {
      const set = after.facts.sets.find((recorded) => recorded.version === version);
      const image = set?.images.find((recorded) => memberOf(recorded) === member);
      const where = `${target}: the pointer of ${member} leads to ${version}`;
      if (set === undefined || image === undefined) {
        yield `${where}, which is not recorded`;
        continue;
      }
      const phase = image.targets[target]?.phase;
      if (phase !== "current") yield `${where}, which is ${phase ?? "missing"}`;
      if (image.attempts.findLast(({ outcome }) => outcome !== "broken")?.outcome !== "passed")
        yield `${where}, untested`;
      for (const required of set.expect.required) {
        if (!isTakenAt(step.policy, target, required)) continue;
        const standing = set.images.find((recorded) => memberOf(recorded) === required)?.targets[target];
        if (standing?.days.shown === undefined) yield `${where}, whose set lacks ${required}`;
      }
      const isIntact = after.sight.intact.get(target)?.has(image.name) === true;
      if (run.complete && isUp(step, target) && !isIntact) yield `${where}, whose object is not intact`;
    }
  }
}

function isTakenAt({ targets }: StackPolicy, name: string, member: Member): boolean {
  const target = targets.find((each) => each.name === name);
  const build = parseMember(member);
  return target !== undefined && build !== undefined && takes(target, build);
}

/** Whether users may be led to the image. */
const isFit = ({ days }: TargetRecord): boolean =>
  days.shown !== undefined &&
  days.withdrawn === undefined &&
  days.failed === undefined &&
  days.lost === undefined &&
  days.gone === undefined;

/** The newest image that can be public, of each family at each target that is not retired. */
function newestFit({ recorded: all }: Moment, policy: StackPolicy): Map<string, Recorded> {
  const retired = retiredTargets(policy);
  const newest = new Map<string, Recorded>();
  for (const recorded of all.values()) {
    if (!isFit(recorded.standing) || retired.has(recorded.target)) continue;
    const family = `${recorded.member} at ${recorded.target}`;
    const known = newest.get(family);
    if (known === undefined || compareVersions(known.version, recorded.version) < 0) newest.set(family, recorded);
  }
  return newest;
}

export function* theNewestStays(step: Step): Generator<string> {
  if (isEnded(step)) return;
  const newest = newestFit(step.after, step.policy);
  for (const [family, recorded] of newestFit(step.before, step.policy)) {
    const heir = newest.get(family);
    if (heir !== undefined && compareVersions(heir.version, recorded.version) > 0) continue;
    const place = `${recorded.image} at ${recorded.target}`;
    if (step.after.tombstoned.has(place) && !step.before.tombstoned.has(place))
      yield `${place} went, and was the newest of its family (${recorded.standing.phase})`;
  }
  if (!step.run.complete) return;
  for (const [family, { standing, version }] of newest) {
    if (standing.phase !== "current" && !hasRecordedEnd(step, standing))
      yield `${family}: ${version}, the newest, is ${standing.phase}`;
    const pointer = step.after.sight.pointers.get(family.split(" at ")[1] ?? "")?.get(memberOfFamily(family));
    if (standing.phase === "current" && pointer !== version) yield `${family}: no pointer to ${version}`;
  }
}

/** Whether the image was hidden because a clock was ahead, and saw the end of the suite. */
const hasRecordedEnd = (step: Step, { phase }: TargetRecord): boolean => phase === "hidden" && endsSoon(step);

/** Whether a clock that is as wrong as in these histories may have seen the end of the suite. */
const endsSoon = ({ policy, day }: Step): boolean => {
  const { endOfLts } = suiteDefinition(policy.suite);
  return endOfLts !== null && daysBetween(day, endOfLts) < 500;
};

const memberOfFamily = (family: string): Member => family.split(" at ")[0] as Member;

export function* pointersGoBackOnlyFromTheBad(step: Step): Generator<string> {
  const { before, after } = step;
  const recorded = after.recorded;
  const newest = newestFit(after, step.policy);
  const retired = retiredTargets(step.policy);
  for (const [target, families] of before.sight.pointers) {
    if (retired.has(target)) continue;
    for (const [member, old] of families) {
      const now = after.sight.pointers.get(target)?.get(member);
      if (now !== undefined && compareVersions(now, old) >= 0) continue;
      const left = [...recorded.values()].find((r) => r.target === target && r.member === member && r.version === old);
      if (left === undefined || !isFit(left.standing)) continue;
      const heir = newest.get(`${member} at ${target}`) ?? left;
      if (now === undefined && (isEnded(step) || hasRecordedEnd(step, heir.standing))) continue;
      // a killed run moves the pointer before it writes down why; the next one does
      if (!step.run.complete && step.run.plan.sets.some((set) => set.version === old)) continue;
      yield `${target}: the pointer of ${member} went from ${old} to ${now ?? "nothing"}`;
    }
  }
}
