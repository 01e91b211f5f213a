import { whenEnded } from "../../../../storage/bounded.ts";
import type { Account, Region } from "../../../../clients/aws/account.ts";
import { deregisterImage, ownImages, unprotectImage } from "../../../../clients/aws/images.ts";
import { ownSnapshots } from "../../../../clients/aws/snapshots.ts";
import { taggedWith } from "../../../../clients/aws/tags.ts";
import { UserError } from "../../../../images/model/errors.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { imageNamed } from "../../../../storage/tree/find-image.ts";
import { requireTombstone } from "../../../../storage/tree/tombstone.ts";
import type { AwsImageInputs, AwsImageOutputs } from "../../model/resources.ts";
import { digestTag, isOurs, nameTag } from "../../model/tags.ts";
import { awsTargetName } from "../../model/target.ts";
import { accountsOf, deletionLogin } from "../accounts.ts";
import { deleteUnused } from "./unused-snapshot.ts";

/** Deletes the image in every region, if its removal there was recorded before, or it was never complete. */
export async function removeImage(operation: Operation, olds: AwsImageOutputs): Promise<void> {
  const regions = Object.keys({ ...olds.regions, ...olds.ids });
  for (const region of Object.keys(olds.ids)) await explained(operation, olds, region);
  const account = await accountOr(operation, olds);
  if (account === undefined) return;
  await operation.locks.run(`aws/${olds.account}/${olds.image}`, async () => {
    await whenEnded(regions.map((region) => removeIn(operation, account.region(region), olds)));
  });
}

/** An account that no longer answers is skipped if no image was ever complete there. */
async function accountOr(operation: Operation, olds: AwsImageOutputs): Promise<Account | undefined> {
  const { signal, warn } = operation;
  try {
    return await accountsOf(operation).of(deletionLogin(olds), signal);
  } catch (error) {
    if (signal.aborted || Object.keys(olds.ids).length > 0 || !(error instanceof UserError)) throw error;
    warn(`${error.message}; nothing of ${olds.image} is known to be there, and what may be left is private`);
    return undefined;
  }
}

/** The regions from which the image was removed: those whose tombstone is written. The others wait for theirs. */
export async function removeFrom(
  operation: Operation,
  news: AwsImageInputs,
  regions: readonly string[],
): Promise<string[]> {
  const removed: string[] = [];
  for (const region of regions) {
    try {
      await explained(operation, news, region);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      // the index, which records removals, is written after this; the next run deletes it
      continue;
    }
    const account = await accountsOf(operation).of(deletionLogin(news), operation.signal);
    await removeIn(operation, account.region(region), news);
    removed.push(region);
  }
  return removed;
}

const explained = ({ places }: Operation, { image }: Pick<AwsImageInputs, "image">, region: string): Promise<void> =>
  requireTombstone(places, imageNamed(image), { image, target: awsTargetName(region) });

type Wanted = Pick<AwsImageInputs, "image" | "name" | "digest">;

/** Every image and snapshot of ours in the region, twins too; the images first, since a snapshot in use is not deleted. */
async function removeIn(operation: Operation, region: Region, wanted: Wanted): Promise<void> {
  const { signal } = operation;
  const images = (await ownImages(region, { name: wanted.name }, signal)).filter((ami) => isOurs(ami, wanted));
  if (images.length > 0) await explained(operation, wanted, region.name);
  for (const ami of images) {
    if (ami.protection !== "disabled") await unprotectImage(region, ami.id, signal);
    await deregisterImage(region, ami.id, signal);
  }
  const ours = taggedWith({ [nameTag]: wanted.name, [digestTag]: wanted.digest });
  const tagged = await ownSnapshots(region, ours, signal);
  const snapshots = new Set([...tagged.map(({ id }) => id), ...images.flatMap(({ snapshot }) => snapshot ?? [])]);
  for (const id of snapshots) await deleteUnused(region, id, signal);
}
