import { familyName, imageName, memberOf, setDirectory, type Image } from "../model/image.ts";
import { mirrorTarget } from "../model/target.ts";
import { parseVersion, type Version } from "../model/version.ts";
import type { Days, ImageRecord, IndexRecord, TargetRecord, Tombstone } from "../tree/record.ts";
import { shownPhases, type CataloguedImage, type CataloguedSet, type ImageState, type Place } from "./catalogue.ts";

/** One set of a catalogue, made of the index and of the tree's tombstones. */

export type IndexedSet = IndexRecord["sets"][number];
export type ChannelIdentity = Pick<Image, "suite" | "channel">;

/** A tombstone in the tree, and its image. */
export interface Grave {
  image: Image;
  stone: Tombstone;
}

export interface KnownSet {
  set: IndexedSet;
  graves: readonly Grave[];
}

/** Undefined where no image was ever public. */
export function cataloguedSet(
  channel: ChannelIdentity,
  { set, graves }: KnownSet,
  textOf: (set: IndexedSet) => string,
) {
  const stoneOf = (record: ImageRecord): Tombstone | undefined =>
    graves.length === 0 ? undefined : graves.find(({ stone }) => stone.image === record.name)?.stone;
  const recorded = set.images.filter((record) => wasShown(record, stoneOf(record)));
  const gone = graves.filter(
    ({ stone }) => !neverShown.includes(stone.phase) && !recorded.some(({ name }) => name === stone.image),
  );
  if (recorded.length === 0 && gone.length === 0) return undefined;
  return new ShownSet(channel, set, { recorded, gone, graves, stoneOf, textOf });
}

interface SetSources {
  /** The images that were ever public and have a record. */
  recorded: readonly ImageRecord[];
  /** The images of which only the tombstone is left. */
  gone: readonly Grave[];
  graves: readonly Grave[];
  stoneOf: (record: ImageRecord) => Tombstone | undefined;
  textOf: (set: IndexedSet) => string;
}

/** Most sets of a channel are only counted, so everything that can wait until a page asks is made then. */
class ShownSet implements CataloguedSet {
  readonly suite: Image["suite"];
  readonly channel: Image["channel"];
  readonly version: Version;
  readonly directory: string;
  readonly #set: IndexedSet;
  readonly #from: SetSources;
  #images: readonly CataloguedImage[] | undefined;

  constructor({ suite, channel }: ChannelIdentity, set: IndexedSet, from: SetSources) {
    this.suite = suite;
    this.channel = channel;
    this.version = set.version;
    this.directory = setDirectory(this);
    this.#set = set;
    this.#from = from;
  }

  get decision(): CataloguedSet["decision"] {
    return this.#from.recorded.length === 0 ? undefined : this.#set.decision;
  }

  get images(): readonly CataloguedImage[] {
    return (this.#images ??= this.#makeImages());
  }

  #makeImages(): CataloguedImage[] {
    const { suite, channel, version } = this;
    const { recorded, gone, stoneOf } = this.#from;
    return [
      ...recorded.flatMap((record) => recordedImage({ suite, channel, version }, record, stoneOf(record))),
      ...gone.map(goneImage),
    ].toSorted((a, b) => (a.member < b.member ? -1 : 1));
  }

  get isInClouds(): boolean {
    return this.#from.recorded.some(({ targets }) =>
      Object.keys(targets).some((name) => name !== mirrorTarget.name && isOffered(targets[name])),
    );
  }

  facts(): string {
    const { graves, textOf } = this.#from;
    return `${textOf(this.#set)}${graves.length === 0 ? "" : JSON.stringify(graves)}`;
  }

  /** Only such a set can have the newest of a kind. */
  get hasCurrent(): boolean {
    return this.#from.recorded.some(({ targets }) => targets[mirrorTarget.name]?.phase === "current");
  }
}

const wasShown = ({ targets }: ImageRecord, stone: Tombstone | undefined): boolean => {
  const inTree = targets[mirrorTarget.name];
  if (inTree?.days.shown === undefined) return false;
  return stone !== undefined || shownPhases.some((phase) => phase === inTree.phase);
};

/** Empty for an image that never was public. */
function recordedImage(
  set: Pick<Image, "suite" | "channel" | "version">,
  record: ImageRecord,
  stone: Tombstone | undefined,
): CataloguedImage[] {
  const image: Image = { ...set, vendor: record.vendor, arch: record.arch };
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

const isOffered = (target: TargetRecord | undefined): boolean =>
  target?.listed === true && (target.phase === "current" || target.phase === "superseded") && target.refs.length > 0;

const neverShown: readonly unknown[] = ["made", "held", "failed"];

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
