import type { ImagePlan, Plan, SetPlan, TargetPlan } from "../plan/types.ts";
import { imageName, memberOf, type Image } from "../model/image.ts";
import type { Day } from "../model/day.ts";
import type { ImageRecord, IndexRecord, TargetRecord } from "../tree/record.ts";
import type { Version } from "../model/version.ts";

type IndexedSet = IndexRecord["sets"][number];

/**
 * The plan by which a version was published, reconstructed from the channel's present records: its images appear, and the images that
 * it replaced were current. So a text about it is the same on any later day.
 */
export function planAsItWas({ suite, channel, sets }: IndexRecord, version: Version, day: Day): Plan {
  const older = sets.filter((set) => set.version === version || set.images.some(isReplacedBy(version)));
  return {
    day,
    sets: older.map((set) => setPlan({ suite, channel }, set, version)),
    pointers: new Map(),
    deletions: [],
    decision: null,
    refusals: [],
    warnings: [],
  };
}

const isReplacedBy =
  (version: Version) =>
  ({ targets }: ImageRecord): boolean =>
    Object.values(targets).some(({ replacement }) => replacement === version);

/** A withdrawn image has a text of its own, and took its place back from those that it replaced. */
const isLeft = ({ targets }: ImageRecord): boolean =>
  Object.values(targets).every(({ phase }) => phase !== "withdrawn");

function setPlan(channel: Pick<Image, "suite" | "channel">, set: IndexedSet, version: Version): SetPlan {
  const images = set.images.filter(set.version === version ? isLeft : isReplacedBy(version));
  return {
    version: set.version,
    expect: set.expect,
    gate: "open",
    gateReason: "",
    decision: set.decision ?? null,
    images: images.map((record) => imagePlan(channel, set, record, set.version === version)),
  };
}

function imagePlan(
  channel: Pick<Image, "suite" | "channel">,
  { version, expect }: IndexedSet,
  record: ImageRecord,
  isNew: boolean,
): ImagePlan {
  const image: Image = { ...channel, vendor: record.vendor, arch: record.arch, version };
  const wasShown = Object.entries(record.targets).filter(([, { days }]) => days.shown !== undefined);
  const before = wasShown.map(([target, at]) => [target, { ...at, phase: isNew ? "made" : "current" }] as const);
  const after = wasShown.map(([target, at]) => [target, targetPlan(at, isNew ? "current" : "superseded")] as const);
  return {
    image,
    name: imageName(image),
    required: expect.required.includes(memberOf(image)),
    digest: record.digest,
    packages: record.packages,
    record: { ...record, targets: Object.fromEntries(before) },
    candidate: null,
    targets: new Map(after),
  };
}

const targetPlan = ({ reason, days, replacement }: TargetRecord, phase: "current" | "superseded"): TargetPlan => ({
  phase,
  reason,
  days,
  listed: true,
  replacement: replacement ?? null,
  next: null,
  spared: null,
  repair: [],
});
