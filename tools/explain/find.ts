import { memberOf } from "../../images/model/image.ts";
import type { ImagePlan, SetPlan } from "../../images/plan/types.ts";
import type { Tombstone } from "../../images/tree/record.ts";
import { nearest } from "../../images/config/nearest.ts";
import type { Publication } from "../publications.ts";

/** An image that the plan knows, or the tombstone of one. */
export type Found =
  | { publication: Publication; set: SetPlan; image: ImagePlan; tombstones: readonly Tombstone[] }
  | { publication: Publication; set: null; image: null; tombstones: readonly [Tombstone, ...Tombstone[]] };

/** Finds an image by its name, or by version/vendor/arch, which several channels may have. */
export function findImages(publications: readonly Publication[], query: string): Found[] {
  return publications.flatMap((publication) => [...known(publication, query), ...removed(publication, query)]);
}

function known(publication: Publication, query: string): Found[] {
  return publication.plan.sets.flatMap((set) =>
    set.images
      .filter(({ name, image }) => query === name || query === `${set.version}/${memberOf(image)}`)
      .map((image) => ({ publication, set, image, tombstones: tombstonesOf(publication, image.name) })),
  );
}

const tombstonesOf = ({ facts }: Publication, name: string): Tombstone[] =>
  facts.tombstones.filter(({ image }) => image === name);

function removed(publication: Publication, query: string): Found[] {
  const [first, ...rest] = tombstonesOf(publication, query);
  const planned = publication.plan.sets.some(({ images }) => images.some(({ name }) => name === query));
  if (first === undefined || planned) return [];
  return [{ publication, set: null, image: null, tombstones: [first, ...rest] }];
}

const mostNames = 5;

/** Names that a person may have meant: the closest, else some of the newest. */
export function nearNames(publications: readonly Publication[], query: string): string[] {
  const images = publications.flatMap(({ plan }) => plan.sets.flatMap((set) => set.images));
  const names = images.map(({ name }) => name);
  const short = images.map(({ image }) => `${image.version}/${memberOf(image)}`);
  const gone = publications.flatMap(({ facts }) => facts.tombstones.map(({ image }) => image));
  const closest = nearest(query, [...names, ...short, ...gone]);
  if (closest !== undefined) return [closest];
  const holding = names.filter((name) => name.includes(query.replaceAll("/", "-")));
  return (holding.length > 0 ? holding : names).slice(0, mostNames);
}
