import { formatDay, type Day } from "../model/day.ts";
import type { Channel } from "../model/definitions/channels.ts";
import type { Suite } from "../model/definitions/suites.ts";
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
import { mirrorTarget } from "../model/target.ts";
import type { Rebuild } from "../rebuilds/rebuilt.ts";
import type { Changes } from "./changes/record.ts";
import { compareVersions, parseVersion, type Version } from "../model/version.ts";
import type { Days, ImageRecord, IndexRecord, RecordedDecision, TargetRecord, Tombstone } from "../tree/record.ts";

/** What the finder knows of a channel: every image that was ever public, also those that are gone. */
export interface Catalogue {
  suite: Suite;
  channel: Channel;
  /** Relative to the tree's root. */
  directory: string;
  /** The day of the channel's last change. */
  updated: Day;
  hold?: string | undefined;
  /** Newest first. */
  sets: CataloguedSet[];
  /** The newest public image of each vendor and arch. */
  newest: ReadonlyMap<Member, CataloguedImage>;
  /** The changes of each set against the one before, as far as they are known. */
  changes: ReadonlyMap<Version, Changes>;
  /** By image: the result of building it again. */
  rebuilds: ReadonlyMap<string, Rebuild>;
}

export interface CataloguedSet extends Pick<Image, "suite" | "channel" | "version"> {
  /** Relative to the tree's root. */
  directory: string;
  decision?: RecordedDecision | undefined;
  images: CataloguedImage[];
}

export interface CataloguedImage extends Image {
  name: string;
  family: string;
  member: Member;
  state: ImageState;
  /** Left out where only the tombstone is left. */
  record?: ImageRecord;
  /** By cloud or region: where it is public. */
  places: Place[];
}

export interface Place {
  target: string;
  refs: readonly string[];
  state: ImageState;
}

/** The phases of an image that is or was public; `leaving`: unlisted, and about to be withdrawn or removed. */
const shownPhases = ["current", "superseded", "hidden", "leaving", "withdrawn", "lost", "gone"] as const;
export type ShownPhase = (typeof shownPhases)[number];

/** An image's state at a target. */
export interface ImageState {
  phase: ShownPhase;
  reason: string;
  replacement?: Version | undefined;
  days: Partial<Days>;
}

export function catalogueOf({ suite, channel, made, hold, sets, removed }: IndexRecord): Catalogue {
  const bySet = new Map<Version, CataloguedSet>();
  const setOf = (version: Version): CataloguedSet => {
    const known = bySet.get(version);
    if (known !== undefined) return known;
    const set = { suite, channel, version, directory: setDirectory({ suite, channel, version }), images: [] };
    bySet.set(version, set);
    return set;
  };
  const stones = new Map(
    removed.filter(({ target }) => target === mirrorTarget.name).map((each) => [each.image, each]),
  );
  for (const { version, decision, images } of sets) {
    const found = images.flatMap((record) =>
      recordedImage({ suite, channel, version }, record, stones.get(record.name)),
    );
    if (found.length === 0) continue;
    const set = setOf(version);
    set.decision = decision;
    set.images.push(...found);
  }
  for (const stone of stones.values()) {
    const image = goneImage(stone);
    if (image === undefined || image.suite !== suite || image.channel !== channel) continue;
    const { images } = setOf(image.version);
    if (!images.some(({ name }) => name === image.name)) images.push(image);
  }
  const found = [...bySet.values()]
    .map((set) => ({ ...set, images: set.images.toSorted((a, b) => (a.member < b.member ? -1 : 1)) }))
    .toSorted((a, b) => compareVersions(b.version, a.version));
  const directory = channelDirectory({ suite, channel });
  const unread = { changes: new Map(), rebuilds: new Map() };
  return { suite, channel, directory, updated: made, hold, sets: found, newest: newestOf(found), ...unread };
}

function newestOf(sets: readonly CataloguedSet[]): Catalogue["newest"] {
  const found = new Map<Member, CataloguedImage>();
  for (const image of sets.flatMap(({ images }) => images))
    if (image.state.phase === "current" && !found.has(image.member)) found.set(image.member, image);
  return new Map([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Empty for an image that never was public. */
function recordedImage(
  set: Pick<Image, "suite" | "channel" | "version">,
  record: ImageRecord,
  stone: Tombstone | undefined,
): CataloguedImage[] {
  const image: Image = { ...set, vendor: record.vendor, arch: record.arch };
  const inTree = record.targets[mirrorTarget.name];
  const state = stone === undefined ? stateOf(inTree) : goneState(stone, inTree?.days);
  if (state === undefined || inTree?.days.shown === undefined) return [];
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
    const isPublic = state?.phase === "current" || state?.phase === "superseded";
    return state !== undefined && isPublic && found.refs.length > 0 ? [{ target, refs: found.refs, state }] : [];
  });

const neverShown: readonly unknown[] = ["made", "held", "failed"];

function goneImage(stone: Tombstone): CataloguedImage | undefined {
  const image = parseImageName(stone.image);
  if (image === undefined || neverShown.includes(stone.phase)) return undefined;
  return { ...named(image), state: goneState(stone), places: [] };
}

const goneState = ({ day, reason }: Tombstone, days: Partial<Days> = {}): ImageState => ({
  phase: "gone",
  reason,
  days: { ...days, gone: day },
});

export const isPublic = ({ state: { phase } }: CataloguedImage): boolean =>
  phase === "current" || phase === "superseded";

/** Whether its files are at their address. */
export const hasFiles = ({ record, state: { phase } }: CataloguedImage): boolean =>
  record !== undefined && (phase === "current" || phase === "superseded" || phase === "hidden");

/** The day a set was first public; undefined where only tombstones are left. */
export function shownOn({ images }: CataloguedSet): Day | undefined {
  const days = images.flatMap(({ state }) => state.days.shown ?? []);
  return days.length === 0 ? undefined : days.reduce((a, b) => (a < b ? a : b));
}

export const dayText = (day: Day | undefined): string => (day === undefined ? "" : formatDay(day));
