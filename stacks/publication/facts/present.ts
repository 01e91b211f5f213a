import type { RecordedSet } from "../../../images/plan/facts.ts";
import type { Target } from "../../../images/model/target.ts";
import type { ObservedCloud } from "../../../targets/target.ts";

/**
 * The targets that count in this run: those that somebody named, and of those that are discovered the ones that are there. One that has
 * images of ours counts whatever a cloud says of it: they are not forgotten. One that is lost counts as retired.
 *
 * @param clouds null: no cloud is asked
 */
export function presentTargets(
  targets: readonly Target[],
  sets: readonly RecordedSet[],
  clouds: ReadonlyMap<string, Pick<ObservedCloud, "isAbsent" | "isLost">> | null,
): readonly Target[] {
  const used = usedIn(sets);
  const isThere = (name: string): boolean => clouds !== null && clouds.get(name)?.isAbsent !== true;
  return targets
    .filter(({ name, discovered }) => discovered !== true || used.has(name) || isThere(name))
    .map((target) =>
      clouds?.get(target.name)?.isLost === true ? { ...target, required: false, retired: true } : target,
    );
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
