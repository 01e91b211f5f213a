import { imageName, setName, parseImageName, parseMember, type Member } from "../../model/image.ts";
import type { ImagePlan } from "../../plan/types.ts";
import type { Version } from "../../model/version.ts";
import type { PublicationReport } from "../types.ts";
import type { ReportedPublication } from "../input.ts";

/** A publication, and what its plan changes. */
export interface Planned extends Pick<PublicationReport, "movements" | "pointers"> {
  publication: ReportedPublication;
}

/** The changes that the plans ask for, by the names of resources. */
export interface Wanted {
  /** Images and sets that change. */
  moving: ReadonlySet<string>;
  /** Images that this run is the first to record. */
  made: ReadonlySet<string>;
  deleted: ReadonlySet<string>;
  /** Sets whose gate can no longer open. */
  closed: ReadonlySet<string>;
  /** Images with a recorded tombstone, and their sets. A killed run may have left their deletion to the next one. */
  tombstoned: ReadonlySet<string>;
  /** Images and sets of which something is kept. */
  known: ReadonlySet<string>;
  /** `image at target`: uploads in the records. */
  uploads: ReadonlySet<string>;
  /** Publications with any change. */
  publications: ReadonlySet<string>;
  /** Publications of which a pointer moves. */
  pointers: ReadonlySet<string>;
}

export function wantedBy(planned: readonly Planned[]): Wanted {
  const named = <Item>(names: (each: Planned) => readonly Item[]): ReadonlySet<Item> => new Set(planned.flatMap(names));
  return {
    moving: named(movingNames),
    made: named(({ publication }) =>
      publication.plan.sets.flatMap((set) =>
        set.images.filter((image) => image.record === null).map(({ name }) => name),
      ),
    ),
    deleted: named(({ publication }) => publication.plan.deletions.map(({ image }) => image)),
    closed: named(({ publication: { policy, plan } }) =>
      plan.sets.filter(({ gate }) => gate === "closed").map(({ version }) => setName({ ...policy, version })),
    ),
    tombstoned: named(({ publication }) =>
      publication.facts.tombstones.flatMap(({ image }) => [image, ...setOf(image)]),
    ),
    known: named(({ publication: { policy, plan } }) =>
      plan.sets.flatMap(({ version, images }) => {
        const staying = images.filter(stays).map(({ name }) => name);
        return staying.length === 0 ? [] : [setName({ ...policy, version }), ...staying];
      }),
    ),
    uploads: named(({ publication }) => publication.plan.sets.flatMap(({ images }) => images.flatMap(uploadsOf))),
    publications: named(({ publication, movements, pointers }) =>
      movements.length + pointers.length > 0 ? [publication.name] : [],
    ),
    pointers: named(({ publication, pointers }) => (pointers.length > 0 ? [publication.name] : [])),
  };
}

const uploadsOf = ({ name, record }: ImagePlan): string[] =>
  Object.entries(record?.targets ?? {}).flatMap(([target, { refs }]) =>
    refs.length > 0 ? [`${name} at ${target}`] : [],
  );

const stays = ({ targets }: ImagePlan): boolean => [...targets.values()].some(({ phase }) => phase !== "gone");

function setOf(name: string): string[] {
  const image = parseImageName(name);
  return image === undefined ? [] : [setName(image)];
}

const movingNames = ({ publication: { policy }, movements }: Planned): string[] =>
  movements
    .filter(({ kind }) => kind !== "spared")
    .flatMap(({ version, images }) => [
      setName({ ...policy, version }),
      ...images.members.flatMap((member) => imageNameOf(policy, version, member)),
    ]);

export function imageNameOf(
  { suite, channel }: ReportedPublication["policy"],
  version: Version,
  member: Member,
): string[] {
  const parts = parseMember(member);
  return parts === undefined ? [] : [imageName({ suite, channel, version, ...parts })];
}
