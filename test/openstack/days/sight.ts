import type { IndexRecord, Phase } from "../../../images/tree/record.ts";
import type { Connection } from "../../../clients/openstack/connection.ts";
import { findImages, getImage, type GlanceImage } from "../../../clients/openstack/services/glance.ts";

/** An image that a stranger finds who asks for the community images of a project. */
export interface Sight {
  name: string;
  id: string;
  /** `hidden`: only who asks for hidden images, or knows the id, finds it. */
  seen: "listed" | "hidden";
  sha512: string;
}

const sightOf = ({ id, name, os_hash_value: sha512 }: GlanceImage, seen: Sight["seen"]): Sight => ({
  name: name ?? "",
  id,
  seen,
  sha512: sha512 ?? "",
});

/** All images of a project that a stranger finds. */
export async function foundBy(stranger: Connection, owner: string): Promise<Sight[]> {
  const query = { visibility: "community", owner } as const;
  const [listed, hidden] = await Promise.all([
    findImages(stranger, query),
    findImages(stranger, { ...query, hidden: true }),
  ]);
  return inOrder([
    ...listed.map((image) => sightOf(image, "listed")),
    ...hidden.map((image) => sightOf(image, "hidden")),
  ]);
}

/** The ids under which a stranger gets an image. */
export async function openBy(stranger: Connection, ids: Iterable<string>): Promise<string[]> {
  const images = await Promise.all([...ids].map((id) => getImage(stranger, id)));
  return images.flatMap((image) => (image === undefined ? [] : [image.id])).toSorted();
}

/** By phase: how a stranger finds an image; null: not at all. */
const seenIn: Readonly<Record<Phase, Sight["seen"] | null>> = {
  made: null,
  held: null,
  current: "listed",
  superseded: "listed",
  hidden: "hidden",
  gone: null,
  failed: null,
  withdrawn: null,
  lost: null,
};

/** What a stranger must find at a target, by the index. */
export function saidBy(index: IndexRecord, target: string): Sight[] {
  const images = index.sets.flatMap((set) => set.images);
  return inOrder(
    images.flatMap(({ name, files, targets }) => {
      const { phase, refs } = targets[target] ?? { phase: "gone", refs: [] };
      const seen = seenIn[phase];
      const sha512 = files.find((file) => file.name === `${name}.qcow2`)?.sha512 ?? "";
      return seen === null ? [] : refs.map((id) => ({ name, id, seen, sha512 }));
    }),
  );
}

const inOrder = (sights: readonly Sight[]): Sight[] =>
  sights.toSorted((a, b) => (a.name + a.id < b.name + b.id ? -1 : 1));
