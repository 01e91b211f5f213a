/** What Octavia chooses from: active images with its tag. */
export interface Tagged {
  id: string;
  createdAt: Date;
}

/** The order of Octavia's own list: `created_at:desc`, and it takes the first (octavia/image/drivers/glance_driver.py). */
const byAge = (a: Tagged, b: Tagged): number =>
  a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : Number(a.id > b.id));

/** The one that Octavia boots; undefined where there is none. */
export const octaviaTakes = <Image extends Tagged>(tagged: readonly Image[]): Image | undefined =>
  tagged.toSorted(byAge).at(-1);

export type Retagging = { act: "tag"; id: string } | { act: "untag"; id: string };

/**
 * Brings the tag to one image alone. At every moment Octavia takes either what it took before or the wanted one: the wanted one
 * is tagged first, so there is always one; the others lose the tag oldest first, so a third one never comes up between.
 */
export function retagging(tagged: readonly Tagged[], wanted: string): Retagging[] {
  const others = tagged.filter(({ id }) => id !== wanted).toSorted(byAge);
  return [
    ...(others.length === tagged.length ? [{ act: "tag", id: wanted } as const] : []),
    ...others.map(({ id }) => ({ act: "untag", id }) as const),
  ];
}
