import { channelDirectory, parseImageName, setDirectory, type Image, type Member } from "../model/image.ts";
import { hasBoots, resultsOf, type FamilyResults } from "../boot-tests/results.ts";
import { mirrorTarget } from "../model/target.ts";
import { compareVersions, type Version } from "../model/version.ts";
import type { ImageRecord, IndexRecord, Tombstone } from "../tree/record.ts";
import { mayHaveBeenShown } from "../tree/visibility.ts";
import { shownPhases, type Catalogue, type CataloguedImage, type CataloguedSet } from "./catalogue.ts";
import { goneImage, isOffered, recordedImage, type RemovedImage } from "./catalogued-image.ts";

type IndexedSet = IndexRecord["sets"][number];
type ChannelIdentity = Pick<Image, "suite" | "channel">;

/** @param textOf what the index says of a set, as a text that changes when any of it does */
export function catalogueOf(
  { suite, channel, made, hold, sets, removed: tombstones }: IndexRecord,
  textOf: (set: IndexedSet) => string = JSON.stringify,
): Catalogue {
  const removed = removedByVersion({ suite, channel }, tombstones);
  const indexed = sets.map((set) => ({ set, removed: removed.get(set.version) ?? [] }));
  const versions = new Set(sets.map(({ version }) => version));
  const emptied = [...removed].flatMap(([version, found]) =>
    versions.has(version) ? [] : [{ set: { ...nothingRecorded, version }, removed: found }],
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
    results: newestResults(sets),
  };
}

/** A page shows the results of a few images of each family. Those of older ones are only in tests.json. */
const mostSetsWithResults = 60;

function newestResults(sets: readonly IndexedSet[]): FamilyResults[] {
  const families = resultsOf({ sets: sets.slice(0, mostSetsWithResults) });
  return hasBoots(families) ? families : [];
}

function removedByVersion(channel: ChannelIdentity, all: readonly Tombstone[]): Map<Version, RemovedImage[]> {
  const inTree = new Map(all.filter(({ target }) => target === mirrorTarget.name).map((each) => [each.image, each]));
  const found = [...inTree.values()].flatMap((tombstone) => {
    const image = parseImageName(tombstone.image);
    return image?.suite === channel.suite && image.channel === channel.channel ? [{ image, tombstone }] : [];
  });
  return Map.groupBy(found, ({ image }) => image.version);
}

const nothingRecorded: Omit<IndexedSet, "version"> = { expect: { required: [], bestEffort: [] }, images: [] };

interface KnownSet {
  set: IndexedSet;
  removed: readonly RemovedImage[];
}

/** Undefined where no image was ever public. */
function cataloguedSet(channel: ChannelIdentity, { set, removed }: KnownSet, textOf: (set: IndexedSet) => string) {
  const recorded = set.images.filter((record) => wasShown(record, tombstoneOf(removed, record)));
  const gone = removed.filter(
    ({ tombstone }) => mayHaveBeenShown(tombstone) && !recorded.some(({ name }) => name === tombstone.image),
  );
  if (recorded.length === 0 && gone.length === 0) return undefined;
  return new IndexedSetView(channel, set, { removed, recorded, gone }, textOf);
}

const tombstoneOf = (removed: readonly RemovedImage[], { name }: ImageRecord): Tombstone | undefined =>
  removed.find(({ tombstone }) => tombstone.image === name)?.tombstone;

interface ShownImages {
  removed: readonly RemovedImage[];
  recorded: readonly ImageRecord[];
  /** Those of which only the tombstone is left. */
  gone: readonly RemovedImage[];
}

/** A class, because objects with a getter of their own take five times as long to make, and a channel has thousands. */
class IndexedSetView implements CataloguedSet {
  readonly suite: CataloguedSet["suite"];
  readonly channel: CataloguedSet["channel"];
  readonly version: Version;
  readonly directory: string;
  readonly decision: CataloguedSet["decision"];
  readonly isInClouds: boolean;
  /** Only such a set can have the newest of a kind. */
  readonly hasCurrent: boolean;
  readonly #set: IndexedSet;
  readonly #shown: ShownImages;
  readonly #textOf: (set: IndexedSet) => string;
  #images: readonly CataloguedImage[] | undefined;

  constructor(channel: ChannelIdentity, set: IndexedSet, shown: ShownImages, textOf: (set: IndexedSet) => string) {
    this.suite = channel.suite;
    this.channel = channel.channel;
    this.version = set.version;
    this.directory = setDirectory(this);
    this.decision = shown.recorded.length === 0 ? undefined : set.decision;
    this.isInClouds = shown.recorded.some(isInClouds);
    this.hasCurrent = shown.recorded.some(({ targets }) => targets[mirrorTarget.name]?.phase === "current");
    this.#set = set;
    this.#shown = shown;
    this.#textOf = textOf;
  }

  get images(): readonly CataloguedImage[] {
    const { removed, recorded, gone } = this.#shown;
    return (this.#images ??= [
      ...recorded.flatMap((record) => recordedImage(this, record, tombstoneOf(removed, record))),
      ...gone.map(goneImage),
    ].toSorted((a, b) => (a.member < b.member ? -1 : 1)));
  }

  facts(): string {
    const { removed } = this.#shown;
    return `${this.#textOf(this.#set)}${removed.length === 0 ? "" : JSON.stringify(removed)}`;
  }
}

const isInClouds = ({ targets }: ImageRecord): boolean =>
  Object.entries(targets).some(([name, target]) => name !== mirrorTarget.name && isOffered(target));

const wasShown = ({ targets }: ImageRecord, tombstone: Tombstone | undefined): boolean => {
  const inTree = targets[mirrorTarget.name];
  if (inTree?.days.shown === undefined) return false;
  return tombstone !== undefined || shownPhases.some((phase) => phase === inTree.phase);
};

function newestOf(sets: readonly IndexedSetView[]): Catalogue["newest"] {
  const found = new Map<Member, CataloguedImage>();
  for (const image of sets.filter(({ hasCurrent }) => hasCurrent).flatMap(({ images }) => images))
    if (image.state.phase === "current" && !found.has(image.member)) found.set(image.member, image);
  return new Map([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
