import { setName } from "../../model/image.ts";
import { alike } from "../alike.ts";
import { effectOf } from "./operations.ts";
import { wholeSets } from "../movements.ts";
import { shareOf } from "../share.ts";
import type { EngineReport, MissingStep } from "../types.ts";
import type { EngineStep } from "../input.ts";
import { noteOf } from "./unexplained.ts";
import { imageNameOf, wantedBy, type Planned } from "./wanted.ts";

/** Compares the engine's steps with the plans: steps without a reason, and changes without a step. */
export function engineReport(steps: readonly EngineStep[], planned: readonly Planned[]): EngineReport {
  const wanted = wantedBy(planned);
  const notes = steps.flatMap((step) => noteOf(step, wanted));
  return {
    operations: operationCounts(steps),
    unexplained: alike(notes, ({ operations, type, meaning }) => [operations, type, meaning])
      .map((same) => ({ ...same[0], names: same.flatMap(({ names }) => names) }))
      .toSorted((a, b) => Number(b.grave) - Number(a.grave)),
    missing: missingSteps(steps, planned),
  };
}

function operationCounts(steps: readonly EngineStep[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const operation of steps.flatMap(({ operations }) => operations)) {
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}

/** The changes of the plans for which the engine has no step: neither on the image's own resources nor on its set's. */
function missingSteps(steps: readonly EngineStep[], planned: readonly Planned[]): MissingStep[] {
  const done = doneBy(steps);
  return planned.flatMap(({ publication: { name, policy, plan }, movements, pointers }) => {
    const whole = wholeSets(plan);
    const undone = movements.flatMap(({ kind, version, images }): MissingStep[] => {
      const things = kind === "deleted" ? done.removed : done.changed;
      if (kind === "spared" || (kind !== "deleted" && things.has(setName({ ...policy, version })))) return [];
      const left = images.members.filter((member) =>
        imageNameOf(policy, version, member).some((image) => !things.has(image)),
      );
      if (left.length === 0) return [];
      return [{ publication: name, what: kind, version, images: shareOf(left, whole.get(version) ?? left) }];
    });
    const unmoved = done.pointers.has(name) ? [] : pointers;
    return [
      ...undone,
      ...unmoved.flatMap(({ from, to, images }): MissingStep[] => {
        const version = to ?? from;
        return version === null ? [] : [{ publication: name, what: "pointers", version, images }];
      }),
    ];
  });
}

/** The names of changed and removed images and sets, and of publications whose pointers change. */
function doneBy(steps: readonly EngineStep[]): Record<"changed" | "removed" | "pointers", ReadonlySet<string>> {
  const [changed, removed, pointers] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const step of steps) {
    const effect = effectOf(step.operations);
    const { subject } = step;
    if (effect === "nothing") continue;
    if (subject.of === "pointers") pointers.add(subject.publication);
    if (subject.of !== "image" && subject.of !== "set") continue;
    const name = subject.of === "image" ? subject.image : subject.set;
    changed.add(name);
    if (effect === "removes") removed.add(name);
  }
  return { changed, removed, pointers };
}
