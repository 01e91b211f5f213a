import { UserError } from "../../../../images/model/errors.ts";
import type { Connection } from "../../../../clients/openstack/connection.ts";
import { getImage, patchImage, type GlanceImage } from "../../../../clients/openstack/services/glance.ts";
import { Refusal } from "../../../../clients/openstack/refusal.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { imageNamed } from "../../../../storage/tree/find-image.ts";
import { wrongBytes } from "../glance-hash.ts";
import { pathOf, publishedFile } from "../published-file.ts";
import { accessChanges, type Access } from "./changes.ts";

interface Settling {
  glanceId: string;
  image: string;
  access: Access;
}

/** Sets the wanted properties by one call, and reads the image back: Glance's state counts, not whether its reply came. */
export async function settleAccess(operation: Operation, connection: Connection, settling: Settling): Promise<void> {
  // somebody deleted it by hand: nobody sees an absent image
  if (settling.access.visibility === "private" && (await isGone(operation, connection, settling))) return;
  const image = await present(operation, connection, settling);
  if (settling.access.visibility !== "private") await refuseToShow(operation, connection, image);
  const changes = accessChanges(image, settling.access);
  if (changes.length === 0) return;
  const refused = await refusalOf(patchImage(connection, image.id, changes, { signal: operation.signal }));
  const rest = accessChanges(await present(operation, connection, settling), settling.access);
  if (rest.length === 0) return;
  if (refused !== undefined) throw refused;
  throw new UserError({
    where: `cloud ${connection.cloud}: image ${settling.image} (${image.id})`,
    value: rest.map(({ path }) => path.slice(1)).join(", "),
    expected: "as it was asked for, after Glance accepted it",
    remedy: "see whether somebody else changes the image, and run again",
  });
}

const isGone = async ({ signal }: Operation, connection: Connection, { glanceId }: Settling): Promise<boolean> =>
  (await getImage(connection, glanceId, { signal })) === undefined;

async function refusalOf(patched: Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await patched;
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

async function present(
  { signal }: Operation,
  connection: Connection,
  { glanceId, image }: Settling,
): Promise<GlanceImage> {
  const found = await getImage(connection, glanceId, { signal });
  if (found !== undefined && found.name === image && found.owner === connection.project.id) return found;
  throw new UserError({
    where: `cloud ${connection.cloud}: image ${glanceId}`,
    value: found?.name ?? "",
    expected: `${image}, of the project ${connection.project.name}`,
    remedy: "run again after a refresh: the plan decides about a lost image; nothing was changed",
  });
}

/** Throws a UserError for an image that is incomplete, or has other bytes than were tested: it is not shown. */
async function refuseToShow({ places }: Operation, connection: Connection, image: GlanceImage): Promise<void> {
  const own = imageNamed(image.name ?? "");
  const file = await publishedFile(places, own);
  const bytes = { record: file.record, path: () => pathOf(places, own, file) };
  const wrong = image.status === "active" ? await wrongBytes(image, bytes) : `it is ${image.status}`;
  if (wrong === undefined) return;
  throw new UserError({
    where: `cloud ${connection.cloud}: image ${image.name ?? ""} (${image.id})`,
    value: wrong,
    expected: "an active image with the recorded bytes, before it is shown",
    remedy: "withdraw the image, or let the plan make it again; nothing was changed",
  });
}
