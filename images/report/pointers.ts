import { memberOf, type Member } from "../model/image.ts";
import type { Plan } from "../plan/types.ts";
import type { Target } from "../model/target.ts";
import { compareVersions, type Version } from "../model/version.ts";
import { alike } from "./alike.ts";
import { shareOf } from "./share.ts";
import type { PointerMove } from "./types.ts";

type Pointers = ReadonlyMap<Member, Version>;

/** By target, what each family's pointer names before the run: its image that is recorded as current. */
export function recordedPointers({ sets }: Plan): ReadonlyMap<string, Pointers> {
  const pointers = new Map<string, Map<Member, Version>>();
  for (const { version, images } of sets) {
    for (const { image, record } of images) {
      for (const [target, { phase }] of Object.entries(record?.targets ?? {})) {
        if (phase !== "current") continue;
        const atTarget = pointers.get(target) ?? new Map<Member, Version>();
        pointers.set(target, atTarget);
        // the newest set comes first
        if (!atTarget.has(memberOf(image))) atTarget.set(memberOf(image), version);
      }
    }
  }
  return pointers;
}

/** Pointers that lead elsewhere after the run, at the targets that have any; those that move alike together. */
export function pointerMoves(plan: Plan, targets: readonly Target[]): PointerMove[] {
  const recorded = recordedPointers(plan);
  const moving = new Set(targets.filter(({ withoutPointers }) => withoutPointers !== true).map(({ name }) => name));
  const moves = [...plan.pointers]
    .filter(([target]) => moving.has(target))
    .flatMap(([target, after]) => movesAt(target, recorded.get(target) ?? new Map(), after));
  return alike(moves, ({ from, to, images }) => [from, to, images.members]).map((same) => ({
    ...same[0],
    targets: same.flatMap(({ targets }) => targets),
  }));
}

function movesAt(target: string, before: Pointers, after: Pointers): PointerMove[] {
  const families = [...new Set([...after.keys(), ...before.keys()])].toSorted();
  const moving = families.filter((member) => before.get(member) !== after.get(member));
  return alike(moving, (member) => [before.get(member), after.get(member)]).map((members) => {
    const [first] = members;
    const from = before.get(first) ?? null;
    const to = after.get(first) ?? null;
    const backwards = from !== null && to !== null && compareVersions(to, from) < 0;
    return { targets: [target], from, to, images: shareOf(members, families), backwards };
  });
}
