import { daysBetween, formatDay, type Day } from "../../images/day.ts";
import { suiteDefinition } from "../../images/definitions/suites.ts";
import { memberOf, type Member } from "../../images/image.ts";
import type { Facts } from "../../images/plan/facts.ts";
import type { Plan } from "../../images/plan/types.ts";
import type { TargetRecord } from "../../images/record.ts";
import type { StackPolicy } from "../../images/stack-policy.ts";
import { compareVersions, type Version } from "../../images/version.ts";
import type { Run, Sight } from "./world.ts";

/** The world before and after one run. */
export interface Step {
  day: Day;
  policy: StackPolicy;
  before: Moment;
  after: Moment;
  run: Run;
  /** Planned once more from the records, on the same day. */
  again: Plan;
}

export interface Moment {
  facts: Facts;
  sight: Sight;
  /** Every recorded image × target, by `image at target`. */
  recorded: ReadonlyMap<string, Recorded>;
  /** `image at target` of every tombstone. */
  buried: ReadonlySet<string>;
}

/** Says what is wrong; nothing where the rule holds. */
export type Invariant = (step: Step) => Iterable<string>;

interface Recorded {
  version: Version;
  member: Member;
  image: string;
  target: string;
  /** As it was at that moment. */
  standing: TargetRecord;
}

export function momentOf(facts: Facts, sight: Sight): Moment {
  const recorded = new Map<string, Recorded>();
  for (const { version, images } of facts.sets) {
    for (const image of images) {
      for (const [target, standing] of Object.entries(image.targets)) {
        const frozen = { ...standing, days: { ...standing.days } };
        recorded.set(`${image.name} at ${target}`, {
          version,
          member: memberOf(image),
          image: image.name,
          target,
          standing: frozen,
        });
      }
    }
  }
  return {
    facts,
    sight,
    recorded,
    buried: new Set(facts.tombstones.map(({ image, target }) => `${image} at ${target}`)),
  };
}

const isUp = ({ after }: Step, target: string): boolean => (after.facts.observed.get(target)?.state ?? "up") === "up";

const isEnded = ({ policy, day }: Step): boolean => {
  const { endOfLts } = suiteDefinition(policy.suite);
  return endOfLts !== null && endOfLts < day;
};

/** Whether a clock that is wrong by as much as in these histories may have seen the suite's end. */
const endsSoon = ({ policy, day }: Step): boolean => {
  const { endOfLts } = suiteDefinition(policy.suite);
  return endOfLts !== null && daysBetween(day, endOfLts) < 500;
};

/** Whether users may be sent to it again. */
const isFit = ({ days }: TargetRecord): boolean =>
  days.shown !== undefined &&
  days.withdrawn === undefined &&
  days.failed === undefined &&
  days.lost === undefined &&
  days.gone === undefined;

function* pointersLeadToPublicImages({ run, after, ...step }: Step): Generator<string> {
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
        const standing = set.images.find((recorded) => memberOf(recorded) === required)?.targets[target];
        if (standing?.days.shown === undefined) yield `${where}, whose set lacks ${required}`;
      }
      if (
        run.complete &&
        isUp({ run, after, ...step }, target) &&
        after.sight.intact.get(target)?.has(image.name) !== true
      ) {
        yield `${where}, whose object is not intact`;
      }
    }
  }
}

function* nothingGoesWithoutTombstone({ before, after }: Step): Generator<string> {
  const tombstones = after.buried;
  const recorded = after.recorded;
  for (const [target, images] of before.sight.present) {
    for (const name of images) {
      const place = `${name} at ${target}`;
      if (after.sight.present.get(target)?.has(name) !== true && !tombstones.has(place)) yield `${place} vanished`;
    }
  }
  for (const [place, { standing }] of before.recorded) {
    if (standing.days.gone === undefined && !recorded.has(place) && !tombstones.has(place))
      yield `${place}: record vanished`;
  }
}

function* fewDeletionsADay({ policy, before, after, day }: Step): Generator<string> {
  const wentToday = ({ facts }: Moment) =>
    new Set(facts.tombstones.filter((tombstone) => tombstone.day === day).map(({ image }) => image));
  const images = wentToday(after).size;
  if (images > wentToday(before).size && images > policy.retention.maxDeletions) {
    yield `${images} images went, ${policy.retention.maxDeletions} may`;
  }
}

function* nothingGoesFromPublic({ policy, before, after, day }: Step): Generator<string> {
  const old = before.buried;
  const recorded = before.recorded;
  for (const { image, target } of after.facts.tombstones) {
    const place = `${image} at ${target}`;
    if (old.has(place)) continue;
    const standing = recorded.get(place)?.standing;
    const phase = standing?.phase ?? "unrecorded";
    if (["current", "superseded", "made", "gone", "unrecorded"].includes(phase))
      yield `${place} went, and was ${phase}`;
    if (phase !== "hidden" || standing?.days.hidden === undefined) continue;
    const { deleteAfter, hideAfter, grace } = policy.retention;
    const age = target === "mirror" ? deleteAfter.mirror : deleteAfter.clouds;
    const least = policy.channel === "release" ? grace : age - hideAfter;
    const hidden = daysBetween(standing.days.hidden, day);
    if (hidden < least) yield `${place} went after ${hidden} days of hiding, ${least} are due`;
  }
}

/** The newest image that can be public, of each family at each target. */
function newestFit({ recorded: all }: Moment): Map<string, Recorded> {
  const newest = new Map<string, Recorded>();
  for (const recorded of all.values()) {
    if (!isFit(recorded.standing)) continue;
    const family = `${recorded.member} at ${recorded.target}`;
    const known = newest.get(family);
    if (known === undefined || compareVersions(known.version, recorded.version) < 0) newest.set(family, recorded);
  }
  return newest;
}

function* theNewestStays(step: Step): Generator<string> {
  if (isEnded(step)) return;
  const tombstones = step.after.buried;
  const newest = newestFit(step.after);
  for (const [family, recorded] of newestFit(step.before)) {
    const heir = newest.get(family);
    if (heir !== undefined && compareVersions(heir.version, recorded.version) > 0) continue;
    if (
      tombstones.has(`${recorded.image} at ${recorded.target}`) &&
      !step.before.buried.has(`${recorded.image} at ${recorded.target}`)
    ) {
      const taken = step.before.recorded.get(`${recorded.image} at ${recorded.target}`);
      yield `${recorded.image} at ${recorded.target} went, and was the newest of its family (${taken?.standing.phase ?? ""})`;
    }
  }
  if (!step.run.complete) return;
  for (const [family, { standing, version }] of newest) {
    // the end of its suite was recorded, by a clock that was ahead
    const endRecorded = standing.phase === "hidden" && endsSoon(step);
    if (standing.phase !== "current" && !endRecorded) yield `${family}: ${version}, the newest, is ${standing.phase}`;
    const pointer = step.after.sight.pointers.get(family.split(" at ")[1] ?? "")?.get(memberOfFamily(family));
    if (standing.phase === "current" && pointer !== version) yield `${family}: no pointer to ${version}`;
  }
}

const memberOfFamily = (family: string): Member => family.split(" at ")[0] as Member;

function* pointersGoBackOnlyFromTheBad({ before, after, ...step }: Step): Generator<string> {
  const recorded = after.recorded;
  for (const [target, families] of before.sight.pointers) {
    for (const [member, old] of families) {
      const now = after.sight.pointers.get(target)?.get(member);
      if (now !== undefined && compareVersions(now, old) >= 0) continue;
      const left = [...recorded.values()].find((r) => r.target === target && r.member === member && r.version === old);
      if (left === undefined || !isFit(left.standing)) continue;
      if (now === undefined && isEnded({ before, after, ...step })) continue;
      // a killed run moves the pointer before it writes down why; the next one does
      if (!step.run.complete && step.run.plan.sets.some((set) => set.version === old)) continue;
      yield `${target}: the pointer of ${member} went from ${old} to ${now ?? "nothing"}`;
    }
  }
}

function* planningAgainChangesNothing({ run, again }: Step): Generator<string> {
  if (!run.complete) return;
  const [first, second] = [tableLines(run.plan), tableLines(again)];
  for (const line of first) if (!second.has(line)) yield `not again: ${line}`;
  for (const line of second) if (!first.has(line)) yield `only again: ${line}`;
  if (again.deletions.length > 0) yield `${again.deletions.length} deletions again`;
}

/** What went is left out: nothing is recorded of a set that has wholly gone. */
function tableLines({ sets, pointers }: Plan): ReadonlySet<string> {
  const lines = new Set<string>();
  for (const { images } of sets) {
    for (const { name, targets } of images) {
      for (const [target, { phase, reason, days, listed, replacement, next, spared }] of targets) {
        if (phase === "gone") continue;
        const dates = dayOrder.map((key) => days[key] ?? "-").join(" ");
        const change = next === null ? "" : `${next.phase} ${next.day ?? ""} ${next.reason}`;
        lines.add([name, target, phase, reason, dates, listed, replacement, change, spared].join(" | "));
      }
    }
  }
  for (const [target, families] of pointers) {
    for (const [member, version] of families) lines.add(`${target}: ${member} → ${version}`);
  }
  return lines;
}

const dayOrder = ["made", "held", "shown", "superseded", "hidden", "failed", "withdrawn", "lost"] as const;

function* theRecordsAreThePlan({ run, after }: Step): Generator<string> {
  if (!run.complete) return;
  const recorded = after.recorded;
  for (const { images } of run.plan.sets) {
    for (const { name, targets } of images) {
      for (const [target, { phase, reason }] of targets) {
        const standing = recorded.get(`${name} at ${target}`)?.standing;
        if (phase === "gone" && standing === undefined) continue;
        if (standing?.phase !== phase || standing.reason !== reason)
          yield `${name} at ${target} is not recorded as ${phase}`;
      }
    }
  }
}

function* tombstonesAreFinal({ before, after, run }: Step): Generator<string> {
  const places = after.facts.tombstones.map(({ image, target }) => `${image} at ${target}`);
  if (new Set(places).size < places.length) yield "a tombstone was written twice";
  const kept = before.facts.tombstones.every(({ day, reason }, index) => {
    const now = after.facts.tombstones[index];
    return now?.day === day && now.reason === reason;
  });
  if (!kept) yield "a tombstone was changed";
  if (!run.complete) return;
  for (const { image, target } of after.facts.tombstones) {
    if (after.sight.present.get(target)?.has(image) === true) yield `${image} at ${target} came back`;
  }
}

function* nothingIsLeftOver({ after, run }: Step): Generator<string> {
  if (!run.complete) return;
  const recorded = after.recorded;
  for (const [target, images] of after.sight.present) {
    for (const name of images) {
      const standing = recorded.get(`${name} at ${target}`)?.standing;
      if (standing === undefined || standing.days.gone !== undefined) yield `${name} at ${target} is left over`;
    }
  }
  for (const { version, images } of after.facts.sets) {
    const standings = images.flatMap(({ targets }) => Object.values(targets));
    if (standings.every(({ days }) => days.gone !== undefined)) yield `the record of ${version} is left over`;
  }
}

/** Phases that nothing leads out of but removal. */
function* theBadStaysBad({ before, after }: Step): Generator<string> {
  const now = after.recorded;
  for (const [place, { standing }] of before.recorded) {
    const later = now.get(place)?.standing.phase;
    const final = standing.phase === "withdrawn" || standing.phase === "failed" || standing.phase === "gone";
    if (final && later !== undefined && later !== standing.phase && later !== "gone" && later !== "withdrawn") {
      yield `${place} was ${standing.phase} and is ${later}`;
    }
  }
}

function* theHiddenStaysHidden({ before, after }: Step): Generator<string> {
  for (const [place, { standing, member, target, version }] of before.recorded) {
    if (standing.phase !== "hidden" || after.recorded.get(place)?.standing.listed !== true) continue;
    const newer = [...before.recorded.values()].some(
      (other) => other.member === member && other.target === target && compareVersions(other.version, version) > 0,
    );
    if (!newer) yield `${place} was hidden and is listed, and nothing newer was there`;
  }
}

function* noDayIsAhead({ run, after, day }: Step): Generator<string> {
  if (!run.complete) return;
  for (const recorded of after.recorded.values()) {
    if (recorded.standing.days.gone !== undefined) continue;
    for (const [phase, recordedDay] of Object.entries(recorded.standing.days)) {
      if (recordedDay !== undefined && recordedDay > day)
        yield `${recorded.image} at ${recorded.target}: ${phase} on ${formatDay(recordedDay)}, which is to come`;
    }
  }
}

function* theOldIsHidden(step: Step): Generator<string> {
  const { run, policy, after, day } = step;
  if (!run.complete || policy.channel !== "daily") return;
  for (const recorded of after.recorded.values()) {
    const { phase, days } = recorded.standing;
    if (phase !== "superseded" || days.shown === undefined || !isUp(step, recorded.target)) continue;
    const age = daysBetween(days.shown, day);
    if (age >= policy.retention.hideAfter)
      yield `${recorded.image} at ${recorded.target} is ${age} days old and not hidden`;
  }
}

function* theRightOneIsListed({ after }: Step): Generator<string> {
  for (const recorded of after.recorded.values()) {
    const { phase, listed } = recorded.standing;
    if (listed !== (phase === "current" || phase === "superseded"))
      yield `${recorded.image} at ${recorded.target}: ${phase}, listed ${listed}`;
  }
}

function* theUnreachableIsLeftAlone({ before, after }: Step): Generator<string> {
  const old = before.buried;
  for (const { image, target } of after.facts.tombstones) {
    const { state, needed } = before.facts.observed.get(target) ?? { state: "up", needed: new Map<string, string>() };
    if (old.has(`${image} at ${target}`)) continue;
    if (state !== "up") yield `${image} went at ${target}, which is ${state}`;
    if (needed.has(image)) yield `${image} went at ${target}, and was needed`;
  }
}

export const invariants: Readonly<Record<string, Invariant>> = {
  pointersLeadToPublicImages,
  nothingGoesWithoutTombstone,
  fewDeletionsADay,
  nothingGoesFromPublic,
  theNewestStays,
  pointersGoBackOnlyFromTheBad,
  planningAgainChangesNothing,
  theRecordsAreThePlan,
  tombstonesAreFinal,
  nothingIsLeftOver,
  theBadStaysBad,
  theHiddenStaysHidden,
  noDayIsAhead,
  theOldIsHidden,
  theRightOneIsListed,
  theUnreachableIsLeftAlone,
};
