import { channelDirectory, parseImageName, type Member } from "../model/image.ts";
import { mirrorTarget } from "../model/target.ts";
import { compareVersions, type Version } from "../model/version.ts";
import type { IndexRecord, Tombstone } from "../tree/record.ts";
import type { Catalogue, CataloguedImage, CataloguedSet } from "./catalogue.ts";
import { cataloguedSet, type ChannelIdentity, type Grave, type IndexedSet } from "./catalogued-set.ts";

/** @param textOf a text of what the index says of a set; another one where anything is */
export function catalogueOf(
  { suite, channel, made, hold, sets, removed }: IndexRecord,
  textOf: (set: IndexedSet) => string = JSON.stringify,
): Catalogue {
  const graves = gravesOf({ suite, channel }, removed);
  const indexed = sets.map((set) => ({ set, graves: graves.get(set.version) ?? [] }));
  const versions = new Set(sets.map(({ version }) => version));
  const emptied = [...graves].flatMap(([version, found]) =>
    versions.has(version) ? [] : [{ set: { ...nothingRecorded, version }, graves: found }],
  );
  const found = [...indexed, ...emptied]
    .flatMap((known) => cataloguedSet({ suite, channel }, known, textOf) ?? [])
    .toSorted((a, b) => compareVersions(b.version, a.version));
  return {
    suite,
    channel,
    directory: channelDirectory({ suite, channel }),
    updated: made,
    hold,
    sets: found,
    newest: newestOf(found),
    changes: new Map(),
    summaries: new Map(),
    rebuilds: new Map(),
    listings: new Map(),
    hasBoots: sets.some(({ images }) => images.some(({ attempts }) => attempts.some(({ boot }) => boot !== undefined))),
  };
}

function gravesOf(channel: ChannelIdentity, removed: readonly Tombstone[]): Map<Version, Grave[]> {
  const stones = new Map(
    removed.filter(({ target }) => target === mirrorTarget.name).map((stone) => [stone.image, stone]),
  );
  const found = [...stones.values()].flatMap((stone) => {
    const image = parseImageName(stone.image);
    return image?.suite === channel.suite && image.channel === channel.channel ? [{ image, stone }] : [];
  });
  return Map.groupBy(found, ({ image }) => image.version);
}

const nothingRecorded: Omit<IndexedSet, "version"> = { expect: { required: [], bestEffort: [] }, images: [] };

function newestOf(sets: readonly (CataloguedSet & { hasCurrent: boolean })[]): Catalogue["newest"] {
  const found = new Map<Member, CataloguedImage>();
  for (const image of sets.filter(({ hasCurrent }) => hasCurrent).flatMap(({ images }) => images))
    if (image.state.phase === "current" && !found.has(image.member)) found.set(image.member, image);
  return new Map([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
