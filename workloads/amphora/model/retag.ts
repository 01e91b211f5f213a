/** An active image with Octavia's tag: Octavia chooses one of these. */
export interface Tagged {
  id: string;
  createdAt: Date;
}

/** The order of Octavia's own list: `created_at:desc`, and it takes the first (octavia/image/drivers/glance_driver.py). */
const byAge = (a: Tagged, b: Tagged): number =>
  a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : Number(a.id > b.id));

/** The image that Octavia boots; undefined if there is none. */
export const octaviaTakes = <Image extends Tagged>(tagged: readonly Image[]): Image | undefined =>
  tagged.toSorted(byAge).at(-1);

type Retagging = { act: "tag"; id: string } | { act: "untag"; id: string };

/**
 * The steps after which only the wanted image has the tag. After each of them Octavia boots the image from before or the wanted one:
 * the wanted image is tagged first, and the others lose the tag oldest first, so that Octavia never takes a third one.
 */
export function retagging(tagged: readonly Tagged[], wanted: string): Retagging[] {
  const others = tagged.filter(({ id }) => id !== wanted).toSorted(byAge);
  return [
    ...(others.length === tagged.length ? [{ act: "tag", id: wanted } as const] : []),
    ...others.map(({ id }) => ({ act: "untag", id }) as const),
  ];
}
