import type { Day } from "../model/day.ts";
import type { Channel } from "../model/definitions/channels.ts";
import type { Suite } from "../model/definitions/suites.ts";
import { channelDirectory, familyName, setDirectory, type Image } from "../model/image.ts";
import { mirrorTarget } from "../model/target.ts";
import { parseVersion, type Version } from "../model/version.ts";
import type { FileRecord, ImageRecord, IndexRecord, RecordedDecision, TargetRecord } from "../tree/record.ts";
import { departuresOf, updatedOf, type Departures } from "./updated.ts";

/** The public images of a channel. Readers' formats are written from this only, so that they name nothing else. */
export interface PublicChannel {
  suite: Suite;
  channel: Channel;
  /** Relative to the tree's root. */
  directory: string;
  /** The day of the channel's last change. It never goes back. */
  updated: Day;
  /** Sets with at least one public image, newest first. */
  sets: PublicSet[];
  /** Newest version first. */
  withdrawals: Withdrawal[];
}

export interface PublicSet {
  version: Version;
  /** Relative to the tree's root. */
  directory: string;
  shown: Day;
  /** The time of the last change of what is public of the set. It never goes back. */
  updated: string;
  decision?: RecordedDecision | undefined;
  images: PublicImage[];
}

export interface PublicImage extends Image {
  name: string;
  /** The image's name without its version. */
  family: string;
  phase: PublicPhase;
  replacement?: Version | undefined;
  files: PublicFile[];
  /** By cloud or region: the names of the image there. */
  clouds: { target: string; refs: readonly string[] }[];
}

export interface PublicFile extends FileRecord {
  /** Relative to the tree's root. */
  path: string;
}

export interface Withdrawal {
  version: Version;
  directory: string;
  day: Day;
  /** The time of the last change of anything that was public of the set. */
  updated: string;
  decision?: RecordedDecision | undefined;
  images: { name: string; reason: string }[];
}

const publicPhases = ["current", "superseded"] as const;
type PublicPhase = (typeof publicPhases)[number];

export function publicChannel(index: IndexRecord): PublicChannel {
  const { suite, channel, made, sets } = index;
  const departures = departuresOf(index);
  const shown = sets.map((set) => publicSet({ suite, channel }, set, departures)).filter((set) => set !== undefined);
  return {
    suite,
    channel,
    directory: channelDirectory({ suite, channel }),
    updated: made,
    sets: shown,
    withdrawals: sets
      .map((set) => withdrawalOf({ suite, channel }, set, departures))
      .filter((each) => each !== undefined),
  };
}

type ChannelIdentity = Pick<Image, "suite" | "channel">;
type IndexedSet = IndexRecord["sets"][number];

function publicSet(channel: ChannelIdentity, indexed: IndexedSet, departures: Departures): PublicSet | undefined {
  const { version, decision, images } = indexed;
  if (!images.some(isPublic)) return undefined;
  const set = { ...channel, version };
  const found = images.map((image) => publicImage(set, image)).filter((image) => image !== undefined);
  const shown = earliest(images.flatMap(shownOn));
  return {
    version,
    directory: setDirectory(set),
    shown,
    updated: updatedOf(indexed, shown, departures),
    ...(decision && { decision }),
    images: found,
  };
}

/** Empty for an image that never was public. */
function shownOn(image: ImageRecord): Day[] {
  const days = inTree(image)?.days;
  const day = days?.shown ?? (isPublic(image) ? days?.made : undefined);
  return day === undefined ? [] : [day];
}

const earliest = (days: readonly Day[]): Day => days.reduce((a, b) => (a < b ? a : b));
const latest = (days: readonly Day[]): Day => days.reduce((a, b) => (a > b ? a : b));

const inTree = ({ targets }: ImageRecord): TargetRecord | undefined => targets[mirrorTarget.name];

/** Undefined for an image that is not public. An image is unlisted before it is withdrawn or removed. */
const phaseOf = ({ phase, listed }: TargetRecord): PublicPhase | undefined =>
  listed ? publicPhases.find((each) => each === phase) : undefined;

function isPublic(image: ImageRecord): boolean {
  const target = inTree(image);
  return target !== undefined && phaseOf(target) !== undefined;
}

function publicImage(set: Pick<Image, "suite" | "channel" | "version">, record: ImageRecord): PublicImage | undefined {
  const target = inTree(record);
  const phase = target === undefined ? undefined : phaseOf(target);
  if (target === undefined || phase === undefined) return undefined;
  const image: Image = { ...set, vendor: record.vendor, arch: record.arch };
  return {
    ...image,
    name: record.name,
    family: familyName(image),
    phase,
    replacement: parseVersion(target.replacement ?? ""),
    files: record.files.map((file) => ({ ...file, path: `${setDirectory(set)}/${file.name}` })),
    clouds: cloudsOf(record),
  };
}

const cloudsOf = ({ targets }: ImageRecord): PublicImage["clouds"] =>
  Object.entries(targets)
    .filter(([name, target]) => name !== mirrorTarget.name && phaseOf(target) !== undefined && target.refs.length > 0)
    .map(([target, { refs }]) => ({ target, refs }));

function withdrawalOf(channel: ChannelIdentity, indexed: IndexedSet, departures: Departures): Withdrawal | undefined {
  const { version, decision, images } = indexed;
  const withdrawn = images.flatMap((image) => {
    const target = inTree(image);
    // nobody missed one that never was shown
    return target?.phase === "withdrawn" && target.days.shown !== undefined ? [{ name: image.name, target }] : [];
  });
  if (withdrawn.length === 0) return undefined;
  return {
    version,
    directory: setDirectory({ ...channel, version }),
    day: latest(withdrawn.map(({ target: { days } }) => days.withdrawn ?? days.made)),
    updated: updatedOf(indexed, earliest(images.flatMap(shownOn)), departures),
    ...(decision && { decision }),
    images: withdrawn.map(({ name, target: { reason } }) => ({ name, reason })),
  };
}
