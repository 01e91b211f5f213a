import { UserError } from "../../../../images/model/errors.ts";
import type { GlanceImageInputs } from "../../model/resources.ts";
import type { Connection } from "../../../../clients/openstack/connection.ts";
import { createImage, getImage, type GlanceImage } from "../../../../clients/openstack/services/glance.ts";
import { settled, uploadImage } from "../../../../clients/openstack/services/glance-upload.ts";
import { Refusal } from "../../../../clients/openstack/refusal.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { transferProgress } from "../../../../provider-sdk/progress.ts";
import { wrongBytes, type Bytes } from "../glance-hash.ts";
import { discard, imagesNamed, isOurs, refuseStrangers } from "./find.ts";
import { createHash } from "node:crypto";

interface Upload {
  connection: Connection;
  news: Pick<GlanceImageInputs, "image" | "digest" | "properties" | "tags" | "minDisk">;
  bytes: Bytes;
}

/** An image, and what is wrong with its bytes; undefined if they are right, or not uploaded yet. */
interface Judged {
  image: GlanceImage;
  wrong: string | undefined;
}

/**
 * The one image of ours in the project, active and with the recorded bytes: what is there is adopted, what was cut off is gone on
 * with, everything else of it is deleted. Throws a UserError where the bytes come out other than recorded; they are deleted then.
 */
export async function ensureUploaded(operation: Operation, upload: Upload): Promise<GlanceImage> {
  const { connection, news } = upload;
  const { signal } = operation;
  const named = await imagesNamed(connection, news.image, signal);
  refuseStrangers(connection, named, news);
  const found = await stillThere(connection, named, signal);
  const judged = await Promise.all(found.map((image) => judge(upload, image)));
  refuseShownWrong(upload, judged);
  const whole = judged.flatMap(({ image, wrong }) => (image.status === "active" && wrong === undefined ? [image] : []));
  // of two complete images, one may be shown already
  const kept = whole.find(({ visibility }) => visibility !== "private") ?? whole[0] ?? found.find(isQueued);
  const spare = found.filter((image) => image !== kept && image.visibility === "private");
  for (const image of spare) await discard(connection, image, signal);
  if (kept !== undefined && whole.includes(kept)) return kept;
  const path = await upload.bytes.path();
  const queued = kept ?? (await newRecord(upload, signal));
  return verified(upload, await send(operation, upload, { queued, path }), signal);
}

const isQueued = ({ status }: GlanceImage): boolean => status === "queued";

/** The images once nothing moves them: what another run left in the middle of its upload Glance puts back to `queued`. */
async function stillThere(
  connection: Connection,
  named: readonly GlanceImage[],
  signal: AbortSignal,
): Promise<GlanceImage[]> {
  const images = await Promise.all(named.map(({ id }) => settled(connection, id, signal)));
  return images.filter((image) => image !== undefined);
}

const judge = async ({ bytes }: Upload, image: GlanceImage): Promise<Judged> => ({
  image,
  wrong: image.status === "active" ? await wrongBytes(image, bytes) : undefined,
});

/** An image that is shown, or that an operator deactivated, is not deleted to be made again. */
function refuseShownWrong({ connection }: Upload, judged: readonly Judged[]): void {
  for (const { image, wrong } of judged) {
    const shown = image.visibility !== "private" && wrong !== undefined;
    if (image.status !== "deactivated" && !shown) continue;
    throw new UserError({
      where: `cloud ${connection.cloud}: image ${image.name ?? ""} (${image.id})`,
      value: shown ? wrong : image.status,
      expected: "an active image with the recorded bytes",
      remedy: shown
        ? "withdraw the image; it was not touched"
        : "ask the cloud's operators why it was deactivated, and reactivate or withdraw it",
    });
  }
}

/** The most deleted uploads of one image: each used up an id. */
const mostRounds = 100;

async function newRecord({ connection, news }: Upload, signal: AbortSignal): Promise<GlanceImage> {
  const { image, digest, properties, tags, minDisk } = news;
  for (let round = 0; round < mostRounds; round++) {
    const id = uploadId({ project: connection.project.id, image, digest }, round);
    try {
      return await createImage(
        connection,
        { id, name: image, visibility: "private", protected: true, diskFormat: "qcow2", minDisk, tags, properties },
        { signal },
      );
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 409) throw error;
      const made = await getImage(connection, id, { signal });
      // made by a call whose reply was lost; an id that was deleted is free no more
      if (made !== undefined && isOurs(made, news)) return made;
    }
  }
  throw new UserError({
    where: `cloud ${connection.cloud}: image ${image}`,
    value: `${mostRounds} deleted uploads`,
    expected: "an upload that stays",
    remedy: "see in Glance's log what deletes it",
  });
}

async function send(
  operation: Operation,
  { connection }: Upload,
  { queued, path }: { queued: GlanceImage; path: string },
): Promise<GlanceImage> {
  const { signal } = operation;
  if (!isQueued(queued)) return (await settled(connection, queued.id, signal)) ?? queued;
  const progress = transferProgress(operation, `uploading to ${connection.cloud}`);
  return uploadImage(connection, queued.id, path, { signal, progress });
}

async function verified(
  { connection, news, bytes }: Upload,
  image: GlanceImage,
  signal: AbortSignal,
): Promise<GlanceImage> {
  const wrong = image.status === "active" ? await wrongBytes(image, bytes) : `its status is ${image.status}`;
  if (wrong === undefined) return image;
  await discard(connection, image, signal);
  throw new UserError({
    where: `cloud ${connection.cloud}: image ${news.image}`,
    value: wrong,
    expected: "an active image with the recorded bytes",
    remedy: "the upload was deleted; run again, and if it comes back compare the file in the tree with its record",
  });
}

/** An upload's identity, from which its UUID is derived. */
interface Identity {
  /** The id of the project. */
  project: string;
  image: string;
  digest: string;
}

/** The namespace of the ids of this program's Glance images: drawn once, at random. */
const namespace = Buffer.from("6b1d3a52c9e84f0e9f0d7a4be2c51836", "hex");

/**
 * The UUID (RFC 9562, version 5) of an image's upload. Glance gives an id out once for all time, so whoever asks for the same
 * upload a second time, after a kill or a lost reply, cannot make a second image. `round` counts uploads that were deleted.
 */
function uploadId({ project, image, digest }: Identity, round: number): string {
  const name = JSON.stringify([project, image, digest, round]);
  const hash = createHash("sha1").update(namespace).update(name).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
