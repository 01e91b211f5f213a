import type { RecordedSet } from "../../../images/plan/facts.ts";
import type { Target } from "../../../images/model/target.ts";
import type { ObservedCloud } from "../../../targets/target.ts";

/**
 * The targets that count in this run: those that somebody named, and of those that are discovered the ones that are there. One that has
 * images of ours counts whatever a cloud says of it: they are not forgotten.
 *
 * @param clouds null: no cloud is asked
 */
export function presentTargets(
  targets: readonly Target[],
  sets: readonly RecordedSet[],
  clouds: ReadonlyMap<string, Pick<ObservedCloud, "isAbsent">> | null,
): readonly Target[] {
  if (targets.every(({ discovered }) => discovered !== true)) return targets;
  const used = usedIn(sets);
  const isThere = (name: string): boolean => clouds !== null && clouds.get(name)?.isAbsent !== true;
  return targets.filter(({ name, discovered }) => discovered !== true || used.has(name) || isThere(name));
}

const usedIn = (sets: readonly RecordedSet[]): ReadonlySet<string> =>
  new Set(
    sets
      .flatMap(({ images }) => images)
      .flatMap(({ targets }) =>
        Object.entries(targets).flatMap(([name, { refs, phase }]) =>
          refs.length > 0 && phase !== "gone" ? [name] : [],
        ),
      ),
  );
