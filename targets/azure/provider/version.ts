import {
  deleteVersion,
  putVersion,
  readVersion,
  versionId,
  type VersionPlace,
} from "../../../clients/azure/galleries.ts";
import type { GalleryVersion } from "../../../clients/azure/gallery-answers.ts";
import type { Session } from "../../../clients/azure/session.ts";
import { UserError } from "../../../images/model/errors.ts";
import { tags } from "../model/tags.ts";
import type { Patience } from "./patience.ts";

export interface Identity {
  image: string;
  digest: string;
}

export interface WantedVersion {
  place: VersionPlace;
  identity: Identity;
  /** The body that makes the version or changes it as wanted; the same again where Azure failed to do so. */
  body(found: GalleryVersion | undefined): unknown;
  /** Whether it is as wanted, or cannot come closer. */
  isSettled(found: GalleryVersion): boolean;
  /** Whether everybody may have started it: then it is never deleted to be made again. */
  wasShown(found: GalleryVersion): boolean;
}

/**
 * Looks after which a version that was asked for and cannot be read was lost, and is asked for again: one that is made soon after
 * its deletion can go with the old one (siderolabs/talos#10035). A new one may be unknown for some seconds.
 */
const lostAfter = 5;

/**
 * The most writes of one run: made, made again after it failed, regions added, `latest` set. A further one would change nothing.
 */
const mostPuts = 6;

/**
 * The version, as wanted. Goes on from whatever is there: by its state at each look it is made, waited for, changed, or, where Azure
 * failed to make it, deleted and made again, once in a run. Throws a NotYet where Azure is still at work.
 */
export async function settleVersion(
  session: Session,
  wanted: WantedVersion,
  patience: Patience,
  signal: AbortSignal,
): Promise<GalleryVersion> {
  const { place, identity } = wanted;
  let [puts, madeAgain] = [0, false];
  let unseen = lostAfter;
  const put = async (body: unknown): Promise<void> => {
    if (puts >= mostPuts) throw unsettled(session, place, "changes, and is never as it was asked for");
    if (!(await patience.unlessBusy(place.version, putVersion(session, place, body, signal)))) return;
    puts += 1;
    unseen = 0;
  };
  for (;;) {
    const found = await readVersion(session, place, signal);
    if (found === undefined) {
      if (unseen >= lostAfter) await put(wanted.body(undefined));
      unseen += 1;
      await patience.next(`${place.version} is being made`);
      continue;
    }
    refuseStranger(session, found, place, identity);
    const { provisioningState: state } = found.properties;
    if (state === "Succeeded") {
      if (wanted.isSettled(found)) return found;
      await put(wanted.body(found));
    } else if (state === "Failed" && wanted.wasShown(found)) {
      await put(wanted.body(found));
    } else if (state === "Failed") {
      if (madeAgain) throw unsettled(session, place, detailsOf(found));
      await removeVersion(session, place, patience, signal);
      [madeAgain, unseen] = [true, lostAfter];
    }
    await patience.next(`${place.version} is ${state}${progressOf(found)}`);
  }
}

/** Waits until it is deleted. */
export async function removeVersion(
  session: Session,
  place: VersionPlace,
  patience: Patience,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const found = await readVersion(session, place, signal);
    if (found === undefined) return;
    const isGoing =
      found.properties.provisioningState === "Deleting" ||
      (await patience.unlessBusy(place.version, deleteVersion(session, place, signal)));
    if (isGoing) await patience.next(`${place.version} is being deleted`);
  }
}

/** Throws a UserError where the version is of another image, or has other bytes. */
export function refuseStranger(
  session: Session,
  found: GalleryVersion,
  place: VersionPlace,
  { image, digest }: Identity,
): void {
  if (found.tags[tags.image] === image && found.tags[tags.digest] === digest) return;
  throw new UserError({
    where: `Azure: ${versionId(session, place)}: ${tags.digest}`,
    value: found.tags[tags.digest] ?? "",
    expected: `${digest}, as every version of ${image} has`,
    remedy: "see who made it, and delete it; it was not touched",
  });
}

const unsettled = (session: Session, place: VersionPlace, value: string): UserError =>
  new UserError({
    where: `Azure: ${versionId(session, place)}`,
    value,
    expected: "to be made",
    remedy: "see the activity log of its gallery; the next run tries again",
  });

const detailsOf = ({ properties }: GalleryVersion): string =>
  [
    "Failed",
    ...(properties.replicationStatus?.summary ?? []).map(({ region, details }) => `${region}: ${details ?? ""}`),
  ]
    .filter((text) => !text.endsWith(": "))
    .join("; ");

const progressOf = ({ properties }: GalleryVersion): string => {
  const open = (properties.replicationStatus?.summary ?? []).filter(({ state }) => state !== "Completed");
  return open.map(({ region, state, progress }) => `, ${region} ${state} ${progress ?? 0} %`).join("");
};
