import type { Problem } from "../../../images/model/errors.ts";
import { memberOf, type Image } from "../../../images/model/image.ts";
import { staging, tree } from "../../../images/tree/layout.ts";
import type { Candidate, RecordedSet } from "../../../images/plan/facts.ts";
import { hasPassed, isPromotable } from "../../../images/plan/release/promotion.ts";
import type { ImageRecord } from "../../../images/tree/record.ts";
import type { StackPolicy } from "../../../images/plan/policy.ts";
import type { Version } from "../../../images/model/version.ts";
import { placeOf } from "../../../images/tree/visibility.ts";
import { inStaging, inTree, type Places } from "../../../storage/tree/places.ts";

/** Where a daily's files are: a folder, or a URL if the tree is on another machine. */
export type Origin = (image: Image, record: ImageRecord) => string;

export const onThisMachine =
  (places: Places): Origin =>
  (image, record) => {
    const place = placeIn(record);
    if (place === "tree") return inTree(places, tree.set(image));
    return inStaging(places, place === "quarantine" ? staging.quarantine(image) : staging.files(image));
  };

export const atAddress =
  (url: string): Origin =>
  (image) =>
    `${url}/${tree.set(image)}`;

const placeIn = ({ targets }: ImageRecord) => {
  const phase = targets["mirror"]?.phase;
  return phase === undefined ? null : placeOf(phase);
};

/** The images of a daily that may be promoted. */
export const candidatesOf = (suite: Image["suite"], daily: RecordedSet, origin: Origin): Candidate[] =>
  daily.images.filter(isPromotable).map((record) => candidateOf(suite, daily.version, record, origin));

function candidateOf(suite: Image["suite"], version: Version, record: ImageRecord, origin: Origin): Candidate {
  const { vendor, arch, ownVendor, digest, packages, notInStable } = record;
  const daily: Image = { suite, channel: "daily", vendor, arch, version };
  return {
    image: { ...daily, channel: "release" },
    ...(ownVendor && { ownVendor }),
    digest,
    packages,
    notInStable,
    source: origin(daily, record),
  };
}

/** Refusals of the version that a person named: there is no such daily, or an image of it may not be promoted. A recorded image needs no daily. */
export function refusalsOf(
  { publish }: StackPolicy,
  dailies: readonly RecordedSet[],
  released: readonly RecordedSet[],
): Problem[] {
  if (publish.version === null) return [];
  const recorded = released.find(({ version }) => version === publish.version);
  const daily = dailies.find(({ version }) => version === publish.version);
  if (daily === undefined) return recorded === undefined ? [missing(publish.version)] : [];
  const done = new Set(recorded?.images.map(memberOf));
  return daily.images.filter((record) => !isPromotable(record) && !done.has(memberOf(record))).map(unfit);
}

const missing = (version: Version): Problem => ({
  where: "cloud-images:publish.version",
  value: version,
  expected: "a daily that the tree or staging still has",
  remedy: "name another daily; `npm run explain -- --stack …-daily` lists them",
});

const unfit = (record: ImageRecord): Problem => ({
  where: record.name,
  value: hasPassed(record) ? (record.targets["mirror"]?.phase ?? "not in the tree") : "not passed",
  expected: "an image of a daily that passed and is neither withdrawn nor lost, since the release takes its bytes",
  remedy: "name another daily in cloud-images:publish.version",
});
