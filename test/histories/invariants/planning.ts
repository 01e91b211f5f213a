import type { Facts, RecordedSet } from "../../../images/plan/facts.ts";
import { plan } from "../../../images/plan/plan.ts";
import type { Change, Plan, TargetPlan } from "../../../images/plan/types.ts";
import { recordsApi, type ImageRecord, type RemovedRecord, type SetRecord } from "../../../images/tree/record.ts";
import { indexView } from "../../../images/tree/texts/index-view.ts";
import type { Step } from "../step.ts";

export function* planningAgainChangesNothing({ run, again }: Step): Generator<string> {
  if (!run.complete) return;
  for (const line of missingFrom(again, run.plan)) yield `not again: ${line}`;
  for (const line of missingFrom(run.plan, again)) yield `only again: ${line}`;
  if (again.deletions.length > 0) yield `${again.deletions.length} deletions again`;
}

/** What only the second plan says. Deleted images are left out: nothing is recorded of a set that is deleted whole. */
function* missingFrom(first: Plan, { sets, pointers }: Plan): Generator<string> {
  const known = new Map(
    first.sets.flatMap(({ images }) => images.map(({ name, targets }) => [name, targets] as const)),
  );
  for (const { name, targets } of sets.flatMap(({ images }) => images)) {
    for (const [target, standing] of targets) {
      if (standing.phase !== "gone" && !isSame(known.get(name)?.get(target), standing))
        yield `${name} at ${target}: ${JSON.stringify(standing)}`;
    }
  }
  for (const [target, families] of pointers) {
    for (const [member, version] of families) {
      if (first.pointers.get(target)?.get(member) !== version) yield `${target}: ${member} → ${version}`;
    }
  }
}

const isSame = (a: TargetPlan | undefined, b: TargetPlan): boolean =>
  a !== undefined &&
  a.phase === b.phase &&
  a.reason === b.reason &&
  a.listed === b.listed &&
  a.replacement === b.replacement &&
  a.spared === b.spared &&
  isSameChange(a.next, b.next) &&
  datedPhases.every((phase) => a.days[phase] === b.days[phase]);

const isSameChange = (a: Change | null, b: Change | null): boolean =>
  a?.phase === b?.phase && a?.day === b?.day && a?.reason === b?.reason;

const datedPhases = ["made", "held", "shown", "superseded", "hidden", "failed", "withdrawn", "lost"] as const;

export function* theRecordsAreThePlan({ run, after }: Step): Generator<string> {
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

/** index.json leaves an image out once it has a tombstone at each of its targets. The tree keeps its record as long as its set. */
export function* aPreviewFromTheIndexIsTheSame({ day, policy, after, run, again }: Step): Generator<string> {
  const { facts, tombstoned } = after;
  const isLeftOut = ({ name, targets }: ImageRecord): boolean =>
    Object.keys(targets).every((target) => tombstoned.has(`${name} at ${target}`));
  if (!run.complete || !facts.sets.some(({ images }) => images.some(isLeftOut))) return;
  const records = facts.sets.map((set) => recordIn(facts, set));
  const { sets } = indexView({ ...facts, sets: records, staged: [], removed: removedIn(facts) }, day);
  const preview = plan({ ...facts, sets }, policy, day);
  for (const line of missingFrom(again, preview)) yield `only by the index: ${line}`;
  for (const line of missingFrom(preview, again)) yield `only by the records: ${line}`;
}

const recordIn = ({ suite, channel }: Facts, { version, expect, decision, images }: RecordedSet): SetRecord => ({
  apiVersion: recordsApi,
  suite,
  channel,
  kind: "ImageSet",
  version,
  expect: { required: [...expect.required], bestEffort: [...expect.bestEffort] },
  decision,
  images: [...images],
});

const removedIn = ({ suite, channel, tombstones }: Facts): RemovedRecord => ({
  apiVersion: recordsApi,
  suite,
  channel,
  kind: "Removed",
  tombstones: [...tombstones],
});
