import { formatDay, laterDay, type Day } from "../model/day.ts";
import type { Channel } from "../model/definitions/channels.ts";
import type { Suite } from "../model/definitions/suites.ts";
import type { Image, Member } from "../model/image.ts";
import type { FamilyResults } from "../boot-tests/results.ts";
import type { Listing } from "../marketplace/listings.ts";
import type { Rebuild } from "../rebuilds/rebuilt.ts";
import type { Changes, ChangesSummary } from "./changes/record.ts";
import type { Version } from "../model/version.ts";
import type { Days, ImageRecord, RecordedDecision } from "../tree/record.ts";

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
  /** By version, what pages about many sets show of its changes. */
  summaries: ReadonlyMap<Version, ChangesSummary>;
  /** By image: the result of building it again. */
  rebuilds: ReadonlyMap<string, Rebuild>;
  /** By image: where marketplaces have it. */
  listings: ReadonlyMap<string, readonly Listing[]>;
  /** The results of the boot tests of the newest images; empty where none was to be booted. */
  readonly results: readonly FamilyResults[];
}

export interface CataloguedSet extends Pick<Image, "suite" | "channel" | "version"> {
  /** Relative to the tree's root. */
  directory: string;
  decision?: RecordedDecision | undefined;
  /** In the order of their members. They are made when somebody asks: a channel has thousands, and a run shows a few. */
  readonly images: readonly CataloguedImage[];
  /** Whether an image is public in a cloud. */
  isInClouds: boolean;
  /** The set's facts as a text, which changes when any of them does. */
  facts(): string;
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
export const shownPhases = ["current", "superseded", "hidden", "leaving", "withdrawn", "lost", "gone"] as const;
export type ShownPhase = (typeof shownPhases)[number];

/** An image's state at a target. */
export interface ImageState {
  phase: ShownPhase;
  reason: string;
  replacement?: Version | undefined;
  days: Partial<Days>;
}

/** Whether its files are at their address. */
export const hasFiles = ({ record, state: { phase } }: CataloguedImage): boolean =>
  record !== undefined && (phase === "current" || phase === "superseded" || phase === "hidden");

/** The day a set was first public; undefined where only tombstones are left. */
export function shownOn({ images }: CataloguedSet): Day | undefined {
  const days = images.flatMap(({ state }) => state.days.shown ?? []);
  return days.length === 0 ? undefined : days.reduce((a, b) => (a < b ? a : b));
}

/** The day of the last change of any of these images, at any place; undefined without images. */
export function changedOn(images: readonly CataloguedImage[]): Day | undefined {
  const states = images.flatMap(({ state, places }) => [state, ...places.map((place) => place.state)]);
  const days = states.flatMap((state) => Object.values(state.days).filter((day) => day !== undefined));
  return days.length === 0 ? undefined : days.reduce(laterDay);
}

export const dayText = (day: Day | undefined): string => (day === undefined ? "" : formatDay(day));
