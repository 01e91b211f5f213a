import type { Plan, TargetPlan } from "../../images/plan/types.ts";
import type { TargetRecord } from "../../images/tree/record.ts";
import type { ModelState } from "./model-world.ts";

type Act = () => void;

/** A plan's steps, in the order of the resource graph: what becomes public, pointers, what becomes less public, tombstones, deletions. */
export function actsOf(plan: Plan, state: ModelState): Act[] {
  const more: Act[] = [];
  const less: Act[] = [];
  for (const { version, images } of plan.sets) {
    for (const { name, targets } of images) {
      const record = state.sets.get(version)?.images.get(name);
      for (const [target, standing] of targets) {
        const before = record?.targets[target];
        const goesNow = standing.phase === "gone" && before?.days.gone === undefined;
        if (record === undefined || goesNow) continue;
        const act = (): void => {
          record.targets[target] = targetRecord(standing, before);
          if (before === undefined) state.present.get(target)?.add(name);
          if (standing.repair.length > 0) state.damaged.get(target)?.delete(name);
        };
        const becomesPublic = standing.phase === "current" && before?.phase !== "current";
        (becomesPublic ? more : less).push(act);
      }
    }
  }
  return [...more, ...pointerActs(plan, state), ...less, ...deletionActs(plan, state)];
}

function targetRecord(standing: TargetPlan, before: TargetRecord | undefined): TargetRecord {
  const { phase, reason, listed, days, replacement } = standing;
  const record: TargetRecord = { phase, reason, listed, days: { ...days }, refs: before?.refs ?? [] };
  if (replacement !== null) record.replacement = replacement;
  return record;
}

const pointerActs = ({ pointers }: Plan, state: ModelState): Act[] =>
  [...pointers].map(
    ([target, families]) =>
      () =>
        void state.pointers.set(target, new Map(families)),
  );

function deletionActs({ deletions, sets }: Plan, state: ModelState): Act[] {
  const writeTombstone = (): void => {
    for (const tombstone of deletions) {
      const known = state.tombstones.some(
        ({ image, target }) => image === tombstone.image && target === tombstone.target,
      );
      if (!known) state.tombstones.push(tombstone);
    }
  };
  const versions = new Map(sets.flatMap(({ version, images }) => images.map(({ name }) => [name, version] as const)));
  const deletes = deletions.map(({ image, target, day, reason }) => (): void => {
    if (!state.tombstones.some((tombstone) => tombstone.image === image && tombstone.target === target)) {
      throw new Error(`${image} at ${target}: a deletion without a tombstone`);
    }
    state.present.get(target)?.delete(image);
    state.damaged.get(target)?.delete(image);
    const version = versions.get(image);
    const set = version === undefined ? undefined : state.sets.get(version);
    const standing = set?.images.get(image)?.targets[target];
    if (set === undefined || standing === undefined) return;
    standing.phase = "gone";
    standing.listed = false;
    standing.reason = reason;
    standing.days = { ...standing.days, gone: day };
    const gone = [...set.images.values()].every(({ targets }) =>
      Object.values(targets).every(({ days }) => days.gone !== undefined),
    );
    if (gone) state.sets.delete(set.version);
  });
  return deletions.length === 0 ? [] : [writeTombstone, ...deletes];
}
