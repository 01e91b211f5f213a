import { formatDay, type Day } from "../model/day.ts";
import type { Channel } from "../model/definitions/channels.ts";
import type { Suite } from "../model/definitions/suites.ts";
import { channelDirectory, familyName, setDirectory, type Image } from "../model/image.ts";
import { mirrorTarget } from "../model/target.ts";
import { parseVersion, type Version } from "../model/version.ts";
import type { FileRecord, ImageRecord, IndexRecord, RecordedDecision, TargetRecord } from "../tree/record.ts";

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
  /** The day of the last change of any public image of the set. */
  changed: Day;
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
  decision?: RecordedDecision | undefined;
  images: { name: string; reason: string }[];
}

const publicPhases = ["current", "superseded"] as const;
type PublicPhase = (typeof publicPhases)[number];

export function publicChannel({ suite, channel, made, sets }: IndexRecord): PublicChannel {
  const shown = sets.map((set) => publicSet({ suite, channel }, set)).filter((set) => set !== undefined);
  return {
    suite,
    channel,
    directory: channelDirectory({ suite, channel }),
    updated: made,
    sets: shown,
    withdrawals: sets.map((set) => withdrawalOf({ suite, channel }, set)).filter((each) => each !== undefined),
  };
}

type ChannelIdentity = Pick<Image, "suite" | "channel">;
type IndexedSet = IndexRecord["sets"][number];

function publicSet(channel: ChannelIdentity, { version, decision, images }: IndexedSet): PublicSet | undefined {
  if (!images.some(isPublic)) return undefined;
  const set = { ...channel, version };
  const found = images.map((image) => publicImage(set, image)).filter((image) => image !== undefined);
  const days = images.flatMap((image) => {
    const target = inTree(image);
    return target === undefined || phaseOf(target) === undefined ? [] : [target.days];
  });
  return {
    version,
    directory: setDirectory(set),
    shown: earliest(days.map(({ shown, made }) => shown ?? made)),
    changed: latest(days.flatMap((each) => Object.values(each).filter((day) => day !== undefined))),
    ...(decision && { decision }),
    images: found,
  };
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

function withdrawalOf(channel: ChannelIdentity, { version, decision, images }: IndexedSet): Withdrawal | undefined {
  if (!images.some((image) => inTree(image)?.phase === "withdrawn")) return undefined;
  const withdrawn = images.flatMap((image) => {
    const target = inTree(image);
    return target?.phase === "withdrawn" ? [{ name: image.name, target }] : [];
  });
  return {
    version,
    directory: setDirectory({ ...channel, version }),
    day: latest(withdrawn.map(({ target: { days } }) => days.withdrawn ?? days.made)),
    ...(decision && { decision }),
    images: withdrawn.map(({ name, target: { reason } }) => ({ name, reason })),
  };
}

/** Records have days only. A later change on the same day gets a later second, so that readers notice it. */
export const instant = (day: Day, second = 0): string => `${formatDay(day)}T00:00:${String(second).padStart(2, "0")}Z`;
