import { deleteBlob } from "../../../../clients/azure/page-blob.ts";
import { readVersion, versionId, type VersionPlace } from "../../../../clients/azure/galleries.ts";
import type { Session } from "../../../../clients/azure/session.ts";
import { changedKeys } from "../../../../provider-sdk/changed.ts";
import type { Kind, Operation } from "../../../../provider-sdk/kind.ts";
import type { Difference } from "../../../../provider-sdk/provider.ts";
import { imageNamed } from "../../../../storage/tree/find-image.ts";
import { requireTombstone } from "../../../../storage/tree/tombstone.ts";
import { isUploadDue, notUploaded, passed } from "../../../image-at-target.ts";
import {
  azureImageInputs,
  azureImageOutputs,
  type AzureImageInputs,
  type AzureImageOutputs,
} from "../../model/resources.ts";
import { checkPrivate } from "../checks.ts";
import { Patience } from "../patience.ts";
import { sessionsOf } from "../sessions.ts";
import { stateOf } from "../settled.ts";
import { refuseStranger, removeVersion, settleVersion } from "../version.ts";
import { blobOf, ensureBlob } from "./blob.ts";
import { privateVersion } from "./version.ts";

/** One image in a subscription: its disk as a page blob, and a version in the private gallery. */
export const azureImage: Kind<AzureImageInputs, AzureImageOutputs> = {
  description: "One image's disk in Azure and its version in the private gallery, found again by its name and digest.",
  inputs: azureImageInputs,
  outputs: azureImageOutputs,
  id: ({ subscription, image }) => `${subscription}/${image}`,
  diff,
  create: (operation, news) => ensure(operation, news),
  read,
  update: (operation, olds, news) => ensure(operation, news, olds),
  delete: remove,
};

const identity = ["subscription", "resourceGroup", "storageAccount", "container", "gallery"] as const;

function diff(olds: AzureImageOutputs, news: AzureImageInputs): Difference {
  const replaces = changedKeys(olds, news, [...identity, "home", "image", "digest", "definition", "version"]);
  const changes: string[] = [...replaces, ...changedKeys(olds, news, ["tenant", "targets"])];
  if (news.repair !== undefined && news.repair.length > 0) changes.push("repair");
  if (isUploadDue(olds.state, news.outcome)) changes.push("state");
  return { changes, replaces };
}

const placeOf = ({ resourceGroup, gallery, definition, version }: AzureImageInputs): VersionPlace => ({
  resourceGroup,
  gallery,
  definition,
  version,
});

async function ensure(
  operation: Operation,
  news: AzureImageInputs,
  olds?: AzureImageOutputs,
): Promise<AzureImageOutputs> {
  const known = { ...news, versionId: olds?.versionId ?? null };
  if (news.outcome !== passed) return { ...known, state: notUploaded(news.outcome) };
  let made: string | null = known.versionId;
  const state = await stateOf(operation, news.required, async () => {
    const session = await sessionsOf(operation).session(news, operation);
    made = await operation.locks.run(`azure/${news.image}`, () => make(operation, session, news));
  });
  return { ...known, versionId: made, state };
}

async function make(operation: Operation, session: Session, news: AzureImageInputs): Promise<string> {
  const { signal } = operation;
  await checkPrivate(session, news.gallery, news, signal);
  const place = placeOf(news);
  const found = await readVersion(session, place, signal);
  const wanted = privateVersion(session, news);
  if (found !== undefined) refuseStranger(session, found, place, news);
  // a version that Azure makes or has made is of the complete blob
  if (found === undefined || found.properties.provisioningState === "Failed")
    await sessionsOf(operation).uploads.run(signal, () => ensureBlob(operation, session, news));
  await settleVersion(session, wanted, new Patience(session.limits, operation), signal);
  return versionId(session, place);
}

/** The state with the findings, so that a refresh leads to an update, which repairs. */
async function read(operation: Operation, olds: AzureImageOutputs): Promise<AzureImageOutputs | undefined> {
  if (olds.versionId === null) return olds;
  const session = await sessionsOf(operation).session(olds, operation);
  const found = await readVersion(session, placeOf(olds), operation.signal);
  if (found === undefined) return undefined;
  const { provisioningState } = found.properties;
  return { ...olds, state: provisioningState === "Succeeded" ? passed : `broken: it is ${provisioningState}` };
}

/** Deletes the image only if each of its targets has a tombstone, or it was never complete. */
async function remove(operation: Operation, olds: AzureImageOutputs): Promise<void> {
  const { locks, places, signal } = operation;
  const { image, targets } = olds;
  const session = await sessionsOf(operation).session(olds, operation);
  await locks.run(`azure/${image}`, async () => {
    const place = placeOf(olds);
    const found = await readVersion(session, place, signal);
    if (found !== undefined) refuseStranger(session, found, place, olds);
    const wasWhole = olds.versionId !== null || found?.properties.provisioningState === "Succeeded";
    if (wasWhole) for (const target of targets) await requireTombstone(places, imageNamed(image), { image, target });
    await removeVersion(session, place, new Patience(session.limits, operation), signal);
    await deleteBlob(session, blobOf(olds), signal);
  });
}
