import {
  channelDirectory,
  familyName,
  imageName,
  memberOf,
  parseImageName,
  setDirectory,
  type Image,
  type Member,
} from "../model/image.ts";
import { hasBoots, resultsOf, type FamilyResults } from "../boot-tests/results.ts";
import { mirrorTarget } from "../model/target.ts";
import { compareVersions, parseVersion, type Version } from "../model/version.ts";
import type { Days, ImageRecord, IndexRecord, TargetRecord, Tombstone } from "../tree/record.ts";
import { mayHaveBeenShown } from "../tree/visibility.ts";
import {
  shownPhases,
  type Catalogue,
  type CataloguedImage,
  type CataloguedSet,
  type ImageState,
  type Place,
} from "./catalogue.ts";

type IndexedSet = IndexRecord["sets"][number];
type ChannelIdentity = Pick<Image, "suite" | "channel">;

/** @param textOf what the index says of a set, as a text that changes when any of it does */
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
    results: newestResults(sets),
  };
}

/** A page shows the results of a few images of each family. Those of older ones are only in tests.json. */
const mostSetsWithResults = 60;

function newestResults(sets: readonly IndexedSet[]): FamilyResults[] {
  const families = resultsOf({ sets: sets.slice(0, mostSetsWithResults) });
  return hasBoots(families) ? families : [];
}

/** A tombstone in the tree, and its image. */
interface Grave {
  image: Image;
  stone: Tombstone;
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

interface KnownSet {
  set: IndexedSet;
  graves: readonly Grave[];
}

/** Undefined where no image was ever public. */
function cataloguedSet(channel: ChannelIdentity, { set, graves }: KnownSet, textOf: (set: IndexedSet) => string) {
  const recorded = set.images.filter((record) => wasShown(record, stoneOf(graves, record)));
  const gone = graves.filter(
    ({ stone }) => mayHaveBeenShown(stone) && !recorded.some(({ name }) => name === stone.image),
  );
  if (recorded.length === 0 && gone.length === 0) return undefined;
  return new IndexedSetView(channel, set, { graves, recorded, gone }, textOf);
}

const stoneOf = (graves: readonly Grave[], { name }: ImageRecord): Tombstone | undefined =>
  graves.find(({ stone }) => stone.image === name)?.stone;

interface ShownImages {
  graves: readonly Grave[];
  recorded: readonly ImageRecord[];
  /** Those of which only the tombstone is left. */
  gone: readonly Grave[];
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
    const { graves, recorded, gone } = this.#shown;
    return (this.#images ??= [
      ...recorded.flatMap((record) => recordedImage(this, record, stoneOf(graves, record))),
      ...gone.map(goneImage),
    ].toSorted((a, b) => (a.member < b.member ? -1 : 1)));
  }

  facts(): string {
    const { graves } = this.#shown;
    return `${this.#textOf(this.#set)}${graves.length === 0 ? "" : JSON.stringify(graves)}`;
  }
}

const isInClouds = ({ targets }: ImageRecord): boolean =>
  Object.entries(targets).some(([name, target]) => name !== mirrorTarget.name && isOffered(target));

const wasShown = ({ targets }: ImageRecord, stone: Tombstone | undefined): boolean => {
  const inTree = targets[mirrorTarget.name];
  if (inTree?.days.shown === undefined) return false;
  return stone !== undefined || shownPhases.some((phase) => phase === inTree.phase);
};

function newestOf(sets: readonly IndexedSetView[]): Catalogue["newest"] {
  const found = new Map<Member, CataloguedImage>();
  for (const image of sets.filter(({ hasCurrent }) => hasCurrent).flatMap(({ images }) => images))
    if (image.state.phase === "current" && !found.has(image.member)) found.set(image.member, image);
  return new Map([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Empty for an image that never was public. */
function recordedImage(
  { suite, channel, version }: Pick<Image, "suite" | "channel" | "version">,
  record: ImageRecord,
  stone: Tombstone | undefined,
): CataloguedImage[] {
  const image: Image = { suite, channel, version, vendor: record.vendor, arch: record.arch };
  const inTree = record.targets[mirrorTarget.name];
  const state = stone === undefined ? stateOf(inTree) : goneState(stone, inTree?.days);
  if (state === undefined) return [];
  return [{ ...named(image), state, record, places: placesOf(record) }];
}

const named = (image: Image) => ({
  ...image,
  name: imageName(image),
  family: familyName(image),
  member: memberOf(image),
});

function stateOf(target: TargetRecord | undefined): ImageState | undefined {
  const phase = shownPhases.find((each) => each === target?.phase);
  if (target === undefined || phase === undefined) return undefined;
  const { reason, replacement, days } = target;
  return { phase: isLeaving(target) ? "leaving" : phase, reason, replacement: parseVersion(replacement ?? ""), days };
}

/** An image that is about to leave is unlisted before its phase changes. */
const isLeaving = ({ phase, listed }: TargetRecord): boolean =>
  !listed && (phase === "current" || phase === "superseded");

const placesOf = ({ targets }: ImageRecord): Place[] =>
  Object.entries(targets).flatMap(([target, found]) => {
    const state = target === mirrorTarget.name ? undefined : stateOf(found);
    return state !== undefined && isOffered(found) ? [{ target, refs: found.refs, state }] : [];
  });

const isOffered = ({ phase, listed, refs }: TargetRecord): boolean =>
  listed && (phase === "current" || phase === "superseded") && refs.length > 0;

const goneImage = ({ image, stone }: Grave): CataloguedImage => ({
  ...named(image),
  state: goneState(stone),
  places: [],
});

const goneState = ({ day, reason }: Tombstone, days: Partial<Days> = {}): ImageState => ({
  phase: "gone",
  reason,
  days: { ...days, gone: day },
});
