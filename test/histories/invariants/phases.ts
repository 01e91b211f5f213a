import { daysBetween, formatDay } from "../../../images/model/day.ts";
import { parseMember } from "../../../images/model/image.ts";
import type { Days } from "../../../images/tree/record.ts";
import { takes } from "../../../images/model/target.ts";
import { compareVersions, type Version } from "../../../images/model/version.ts";
import { isEnded, isUp, retiredTargets, type Step } from "../step.ts";

/** Out of these phases nothing leads but deletion. */
export function* theBadStaysBad({ before, after }: Step): Generator<string> {
  const now = after.recorded;
  for (const [place, { standing }] of before.recorded) {
    const later = now.get(place)?.standing.phase;
    const final = standing.phase === "withdrawn" || standing.phase === "failed" || standing.phase === "gone";
    if (final && later !== undefined && later !== standing.phase && later !== "gone" && later !== "withdrawn") {
      yield `${place} was ${standing.phase} and is ${later}`;
    }
  }
}

export function* theHiddenStaysHidden({ before, after }: Step): Generator<string> {
  for (const [place, { standing, member, target, version }] of before.recorded) {
    if (standing.phase !== "hidden" || after.recorded.get(place)?.standing.listed !== true) continue;
    const newer = [...before.recorded.values()].some(
      (other) => other.member === member && other.target === target && compareVersions(other.version, version) > 0,
    );
    if (!newer) yield `${place} was hidden and is listed, and nothing newer was there`;
  }
}

export function* noDayIsAhead({ run, after, day }: Step): Generator<string> {
  if (!run.complete) return;
  for (const recorded of after.recorded.values()) {
    if (recorded.standing.days.gone !== undefined) continue;
    for (const [phase, recordedDay] of Object.entries(recorded.standing.days)) {
      if (recordedDay !== undefined && recordedDay > day)
        yield `${recorded.image} at ${recorded.target}: ${phase} on ${formatDay(recordedDay)}, which is to come`;
    }
  }
}

export function* theOldIsHidden(step: Step): Generator<string> {
  const { run, policy, after, day } = step;
  if (!run.complete || policy.channel !== "daily") return;
  for (const recorded of after.recorded.values()) {
    const { phase, days } = recorded.standing;
    if (phase !== "superseded" || days.shown === undefined || !isUp(step, recorded.target)) continue;
    const age = daysBetween(days.shown, day);
    const overlap = daysBetween(days.superseded ?? day, day);
    const isOld = age >= policy.retention.hideAfter && overlap >= policy.retention.overlap;
    if (isOld && newestPublic(step.after, policy).indexOf(recorded.version) >= policy.retention.keep)
      yield `${recorded.image} at ${recorded.target} is ${age} days old and not hidden`;
  }
}

/** Versions with an image that was shown and not removed since, at a target that is not retired; the newest first. */
function newestPublic({ recorded }: Step["after"], policy: Step["policy"]): readonly Version[] {
  const left = retiredTargets(policy);
  const isPublic = ({ withdrawn, failed, lost, gone, shown }: Days) =>
    shown !== undefined && (withdrawn ?? failed ?? lost ?? gone) === undefined;
  const standing = [...recorded.values()].filter((each) => !left.has(each.target) && isPublic(each.standing.days));
  return [...new Set(standing.map(({ version }) => version))].toSorted((a, b) => compareVersions(b, a));
}

/** Age alone hides no set that is kept. */
export function* theNewestSetsAreKept(step: Step): Generator<string> {
  const { policy, before, after, run } = step;
  if (!run.complete || policy.channel !== "daily" || isEnded(step)) return;
  const kept = newestPublic(after, policy).slice(0, policy.retention.keep);
  for (const [place, { standing, version, target }] of after.recorded) {
    const earlier = before.recorded.get(place)?.standing.phase;
    const isNews = (earlier === "current" || earlier === "superseded") && standing.phase === "hidden";
    if (retiredTargets(policy).has(target)) continue;
    if (isNews && kept.includes(version)) yield `${place} is hidden, and its set is to be kept`;
  }
}

/** Who uses an image by its id has some days to change to the next one. */
export function* theReplacedStaysForAWhile(step: Step): Generator<string> {
  const { policy, before, after, day } = step;
  if (policy.channel !== "daily" || isEnded(step)) return;
  for (const [place, { standing, target }] of after.recorded) {
    const earlier = before.recorded.get(place)?.standing;
    if (standing.phase !== "hidden" || earlier === undefined || earlier.days.hidden !== undefined) continue;
    if (retiredTargets(policy).has(target)) continue;
    const overlap = Math.max(0, daysBetween(earlier.days.superseded ?? day, day));
    if (overlap < policy.retention.overlap) yield `${place} is hidden ${overlap} days after it was superseded`;
  }
}

export function* imagesStandOnlyWhereTheyAreTaken({ policy, after }: Step): Generator<string> {
  for (const { member, image, target: name } of after.recorded.values()) {
    const target = policy.targets.find((each) => each.name === name);
    const build = parseMember(member);
    if (target === undefined || build === undefined || !takes(target, build)) yield `${image} stands at ${name}`;
  }
}

export function* theRightOneIsListed({ after }: Step): Generator<string> {
  for (const recorded of after.recorded.values()) {
    const { phase, listed } = recorded.standing;
    if (listed !== (phase === "current" || phase === "superseded"))
      yield `${recorded.image} at ${recorded.target}: ${phase}, listed ${listed}`;
  }
}
