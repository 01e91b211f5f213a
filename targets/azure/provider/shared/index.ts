import { readVersion, versionId, type VersionPlace } from "../../../../clients/azure/galleries.ts";
import type { GalleryVersion } from "../../../../clients/azure/gallery-answers.ts";
import type { Session } from "../../../../clients/azure/session.ts";
import { UserError } from "../../../../images/model/errors.ts";
import { laterReason } from "../../../../images/tree/later.ts";
import { changedKeys } from "../../../../provider-sdk/changed.ts";
import type { Kind, Operation } from "../../../../provider-sdk/kind.ts";
import type { Difference } from "../../../../provider-sdk/provider.ts";
import { findImage, imageNamed, type FoundImage } from "../../../../storage/tree/find-image.ts";
import { requireTombstone } from "../../../../storage/tree/tombstone.ts";
import { passed } from "../../../image-at-target.ts";
import {
  sharedVersionInputs,
  sharedVersionOutputs,
  type SharedVersionInputs,
  type SharedVersionOutputs,
} from "../../model/resources.ts";
import { lostResult } from "../../model/lost-region.ts";
import { azureTargetName } from "../../model/target.ts";
import { checkCommunity } from "../checks.ts";
import { withoutLost } from "../lost-region.ts";
import { NotYet, Patience } from "../patience.ts";
import { sessionsOf } from "../sessions.ts";
import { stateOf } from "../settled.ts";
import { refuseStranger, settleVersion, type WantedVersion } from "../version.ts";
import { publicPlaceOf, sharedBody } from "./body.ts";
import { hideVersion } from "./hide.ts";
import { readBack } from "./seen.ts";
import { isAt, nextStage, resultsOf, wantedRegions, wasShown } from "./regions.ts";

/** An image for everybody: made when it is shown, deleted when it is hidden, because a community gallery hides nothing. */
export const sharedVersion: Kind<SharedVersionInputs, SharedVersionOutputs> = {
  description:
    "The version in the community gallery, made from the private one when it is shown, and deleted to hide it.",
  inputs: sharedVersionInputs,
  outputs: sharedVersionOutputs,
  id: ({ subscription, image }) => `${subscription}/${image}`,
  diff,
  create: (operation, news) => ensure(operation, news),
  read,
  update: (operation, olds, news) => ensure(operation, news, olds),
  delete: remove,
};

function diff(olds: SharedVersionOutputs, news: SharedVersionInputs): Difference {
  const identity = [
    "subscription",
    "resourceGroup",
    "communityGallery",
    "image",
    "digest",
    "definition",
    "version",
  ] as const;
  const replaces = changedKeys(olds, news, identity);
  const inPlace = changedKeys(olds, news, ["tenant", "home", "gallery", "shown", "guardedUntil", "replicas"]);
  const changes: string[] = [...replaces, ...inPlace];
  if (news.repair !== undefined && news.repair.length > 0) changes.push("repair");
  if (Object.values(olds.regions).some((state) => state !== passed)) changes.push("regions");
  return { changes, replaces };
}

async function ensure(
  operation: Operation,
  news: SharedVersionInputs,
  olds?: SharedVersionOutputs,
): Promise<SharedVersionOutputs> {
  let seen: Pick<SharedVersionOutputs, "publicId" | "regions"> = { publicId: null, regions: {} };
  const state = await stateOf(operation, news.required.length > 0, async () => {
    const session = await sessionsOf(operation).session(news, operation);
    seen = await operation.locks.run(`azure/${news.image}`, () => settle(operation, session, news));
  });
  if (state === passed) return { ...news, ...seen };
  const regions = Object.fromEntries(Object.keys(news.phases).map((region) => [region, state]));
  // a failed update leaves the version as it was, so users can still start machines from it
  return { ...news, publicId: olds?.publicId ?? null, regions };
}

/** Everywhere but in regions that the subscription lost. */
function settle(operation: Operation, session: Session, news: SharedVersionInputs): Promise<Settled> {
  const { subscription, home, shown } = news;
  return withoutLost({ subscription, home, warn: operation.warn }, async (lost) => {
    if (wantedRegions(news).length === 0) {
      await hideVersion(operation, session, news, lost);
      return { publicId: null, regions: resultsOf(undefined, news) };
    }
    const left = Object.entries(shown).map(([region, isShown]) => [region, isShown && !lost.has(region)] as const);
    const { publicId, regions } = await show(operation, session, { ...news, shown: Object.fromEntries(left) });
    const missed = [...lost].filter((region) => shown[region] === true);
    return {
      publicId,
      regions: {
        ...regions,
        ...Object.fromEntries(missed.map((region) => [region, lostResult(subscription, region)])),
      },
    };
  });
}

type Settled = Pick<SharedVersionOutputs, "publicId" | "regions">;

async function show(operation: Operation, session: Session, news: SharedVersionInputs): Promise<Settled> {
  const place = publicPlaceOf(news);
  const publicName = await checkCommunity(session, news.communityGallery, news, operation.signal);
  await refuseUntested(operation, session, news);
  const found = await settledOrLate(operation, session, news, place);
  const regions = await readBack(operation, session, { publicName, news, regions: resultsOf(found, news) });
  const late = Object.values(regions).filter((result) => result !== passed);
  for (const result of late) if (laterReason(result) === undefined) operation.warn(result);
  const publicId = `/CommunityGalleries/${publicName}/Images/${news.definition}/Versions/${news.version}`;
  return { publicId: found === undefined ? null : publicId, regions };
}

/** The version's state at the end of this run: regions that have it count, even where others take a day. */
async function settledOrLate(
  operation: Operation,
  session: Session,
  news: SharedVersionInputs,
  place: VersionPlace,
): Promise<GalleryVersion | undefined> {
  const { signal } = operation;
  try {
    const wanted: WantedVersion = {
      place,
      identity: news,
      body: (found) => sharedBody(session, news, nextStage(found, news)),
      isSettled: (found) => isAt(found, nextStage(found, news), news),
      wasShown: (found) => wasShown(found, news),
    };
    return await settleVersion(session, wanted, new Patience(session.limits, operation), signal);
  } catch (error) {
    if (!(error instanceof NotYet)) throw error;
    return readVersion(session, place, signal);
  }
}

/** Only a complete private version is shown. */
async function refuseUntested(operation: Operation, session: Session, news: SharedVersionInputs): Promise<void> {
  const { resourceGroup, gallery, definition, version } = news;
  const place = { resourceGroup, gallery, definition, version };
  const found = await readVersion(session, place, operation.signal);
  if (found !== undefined) refuseStranger(session, found, place, news);
  if (found?.properties.provisioningState === "Succeeded") return;
  throw new UserError({
    where: `Azure: ${versionId(session, place)}`,
    value: found?.properties.provisioningState ?? "",
    expected: "the whole private version, from which the public one is made",
    remedy: "run again after a refresh: the plan makes it again or withdraws the image; nothing was shown",
  });
}

/** The state, with each region's result; undefined where the version is gone. */
async function read(operation: Operation, olds: SharedVersionOutputs): Promise<SharedVersionOutputs | undefined> {
  if (wantedRegions(olds).length === 0) return olds;
  const session = await sessionsOf(operation).session(olds, operation);
  const found = await readVersion(session, publicPlaceOf(olds), operation.signal);
  return found === undefined ? undefined : { ...olds, regions: resultsOf(found, olds) };
}

/**
 * Hides it from everybody. What is shown goes only with a tombstone: its deletion cannot be taken back. What a killed run showed, and
 * no record tells of, is hidden at once, since the plan shows it to nobody.
 */
async function remove(operation: Operation, olds: SharedVersionOutputs): Promise<void> {
  const session = await sessionsOf(operation).session(olds, operation);
  const { image } = olds;
  const known = await findImage(operation.places, imageNamed(image));
  await operation.locks.run(`azure/${image}`, async () => {
    const found = await readVersion(session, publicPlaceOf(olds), operation.signal);
    if (found === undefined) return;
    const shown = wantedRegions(olds)
      .map(azureTargetName)
      .filter((target) => wasRecorded(known, target));
    for (const target of shown) await requireTombstone(operation.places, imageNamed(image), { image, target });
    const { subscription, home } = olds;
    const hide = (lost: ReadonlySet<string>) => hideVersion(operation, session, olds, lost);
    await withoutLost({ subscription, home, warn: operation.warn }, hide);
  });
}

/** Whether the image was recorded as shown. An image without a record counts as shown: nothing is known of it. */
const wasRecorded = (known: FoundImage | undefined, target: string): boolean =>
  known === undefined || known.record.targets[target]?.days.shown !== undefined;
