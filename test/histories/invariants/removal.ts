import { daysBetween } from "../../../images/model/day.ts";
import type { Moment, Step } from "../step.ts";

export function* nothingGoesWithoutTombstone({ before, after }: Step): Generator<string> {
  const tombstones = after.tombstoned;
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

export function* fewDeletionsADay({ policy, before, after, day }: Step): Generator<string> {
  const { amount, of } = policy.retention.maxDeletions;
  // the name of an image ends with its set's version
  const counted = (image: string): string => (of === "sets" ? image.split("-").slice(-2).join("-") : image);
  const wentToday = ({ facts }: Moment) =>
    new Set(facts.tombstones.filter((tombstone) => tombstone.day === day).map(({ image }) => counted(image)));
  const went = wentToday(after).size;
  if (went > wentToday(before).size && went > amount) yield `${went} ${of} went, ${amount} may`;
}

export function* nothingGoesFromPublic({ policy, before, after, day }: Step): Generator<string> {
  const old = before.tombstoned;
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

export function* tombstonesAreFinal({ before, after, run }: Step): Generator<string> {
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

export function* nothingIsLeftOver({ after, run }: Step): Generator<string> {
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

export function* theUnreachableIsLeftAlone({ before, after }: Step): Generator<string> {
  const old = before.tombstoned;
  for (const { image, target } of after.facts.tombstones) {
    const { state, needed } = before.facts.observed.get(target) ?? { state: "up", needed: new Map<string, string>() };
    if (old.has(`${image} at ${target}`)) continue;
    if (state !== "up") yield `${image} went at ${target}, which is ${state}`;
    if (needed.has(image)) yield `${image} went at ${target}, and was needed`;
  }
}

export function* theTreeGoesLast({ before, after }: Step): Generator<string> {
  const leaving = after.facts.tombstones.filter(
    ({ image, target }) => target === "mirror" && !before.tombstoned.has(`${image} at ${target}`),
  );
  for (const { image, target, standing } of after.recorded.values()) {
    if (target === "mirror" || standing.days.gone !== undefined) continue;
    if (leaving.some((stone) => stone.image === image) && !after.tombstoned.has(`${image} at ${target}`))
      yield `${image} went from the tree, and ${target} still has it`;
  }
}
