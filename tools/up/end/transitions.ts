import { memberOf, type Member } from "../../../images/model/image.ts";
import type { Facts } from "../../../images/plan/facts.ts";
import type { Phase, Tombstone } from "../../../images/tree/record.ts";
import { compareVersions, type Version } from "../../../images/model/version.ts";

/** What one run changed for images of one set at one target, all for the same reason. */
export interface Transition {
  phase: Phase;
  version: Version;
  target: string;
  members: readonly Member[];
  reason: string;
}

interface Standing {
  version: Version;
  member: Member;
  target: string;
  phase: Phase;
  reason: string;
}

/** The changes between two readings of the records, newest set first. */
export function transitions(before: Facts, after: Facts): Transition[] {
  const known = new Map(recorded(before).map((standing) => [keyOf(standing), standing.phase]));
  const changed = recorded(after).filter((standing) => known.get(keyOf(standing)) !== standing.phase);
  const all = grouped([...changed, ...removed(before, after)]);
  return all.toSorted((a, b) => compareVersions(b.version, a.version));
}

const keyOf = ({ version, member, target }: Standing): string => `${version}/${member}@${target}`;

function recorded({ sets }: Facts): Standing[] {
  return sets.flatMap(({ version, images }) =>
    images.flatMap((image) =>
      Object.entries(image.targets).flatMap(([target, { phase, reason }]) =>
        phase === "gone" ? [] : [{ version, member: memberOf(image), target, phase, reason }],
      ),
    ),
  );
}

/** A tombstone that was there before may belong to a deletion that a killed run began and this run finished. */
function removed(before: Facts, after: Facts): Standing[] {
  const left = new Set(recorded(after).map(keyOf));
  const tombstones = new Map(after.tombstones.map((tombstone) => [nameAt(tombstone), tombstone]));
  return before.sets.flatMap(({ version, images }) =>
    images.flatMap((image) =>
      Object.entries(image.targets).flatMap(([target, { phase }]) => {
        const tombstone = tombstones.get(nameAt({ image: image.name, target }));
        if (tombstone === undefined || phase === "gone") return [];
        const standing: Standing = {
          version,
          member: memberOf(image),
          target,
          phase: "gone",
          reason: tombstone.reason,
        };
        return left.has(keyOf(standing)) ? [] : [standing];
      }),
    ),
  );
}

const nameAt = ({ image, target }: Pick<Tombstone, "image" | "target">): string => `${image}@${target}`;

function grouped(standings: readonly Standing[]): Transition[] {
  const groups = [
    ...Map.groupBy(standings, ({ phase, version, target, reason }) =>
      [phase, version, target, reason].join("\n"),
    ).values(),
  ];
  return groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { phase, version, target, reason } = first;
    return [{ phase, version, target, reason, members: group.map(({ member }) => member) }];
  });
}
