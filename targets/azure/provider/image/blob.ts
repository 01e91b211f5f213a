import {
  createBlob,
  publicAccess,
  readBlob,
  setMetadata,
  writePages,
  writtenRanges,
  type BlobPlace,
  type PageBlob,
  type Range,
} from "../../../../clients/azure/page-blob.ts";
import { Refusal } from "../../../../clients/azure/refusal.ts";
import type { Session } from "../../../../clients/azure/session.ts";
import { UserError } from "../../../../images/model/errors.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { transferProgress } from "../../../../provider-sdk/progress.ts";
import { mapBounded } from "../../../../storage/bounded.ts";
import { openDisk } from "../../../../storage/disk/open.ts";
import { imageNamed } from "../../../../storage/tree/find-image.ts";
import type { AzureImageInputs } from "../../model/resources.ts";
import { vhdLayout, vhdOf, type Vhd } from "./vhd.ts";

type Wanted = Pick<AzureImageInputs, "image" | "digest" | "storageAccount" | "container">;

export const blobOf = ({ image, storageAccount, container }: Omit<Wanted, "digest">): BlobPlace => ({
  storageAccount,
  container,
  blob: `${image}.vhd`,
});

/** Concurrent writes for one image. */
const writesAtOnce = 8;

const unfinished = ({ image, digest }: Wanted): PageBlob["metadata"] => ({
  debian_image: image,
  debian_digest: digest,
  debian_layout: vhdLayout,
});
const finished = (wanted: Wanted): PageBlob["metadata"] => ({ ...unfinished(wanted), debian_complete: "yes" });

/** The image's disk as a complete page blob. Bytes that an earlier run sent are not sent again. */
export async function ensureBlob(operation: Operation, session: Session, wanted: Wanted): Promise<void> {
  const { signal } = operation;
  const place = blobOf(wanted);
  const found = await readBlob(session, place, signal);
  if (found !== undefined) refuseStranger(place, found, wanted);
  if (found?.metadata["debian_complete"] === "yes") return;
  await refusePublic(session, place, signal);
  const disk = await openDisk(operation.places, imageNamed(wanted.image), signal);
  try {
    await write(operation, session, { place, wanted, vhd: vhdOf(disk, wanted.digest) });
  } finally {
    await disk.close();
  }
}

interface Writing {
  place: BlobPlace;
  wanted: Wanted;
  vhd: Vhd;
}

async function write(operation: Operation, session: Session, { place, wanted, vhd }: Writing): Promise<void> {
  const { signal } = operation;
  await create(session, place, { size: vhd.size, metadata: unfinished(wanted) }, signal);
  const blob = await readBlob(session, place, signal);
  refuseStranger(place, blob, wanted);
  if (blob?.size !== vhd.size) throw stranger(place, `${blob?.size ?? 0} bytes`, `${vhd.size} bytes`);
  const missing = missingOf(vhd.pieces, await writtenRanges(session, place, signal));
  const tell = transferProgress(operation, "uploading to Azure");
  const all = bytesOf(vhd.pieces);
  let done = all - bytesOf(missing);
  await mapBounded(missing, writesAtOnce, async (piece) => {
    signal.throwIfAborted();
    await writePages(session, place, { offset: piece.offset, bytes: await vhd.read(piece) }, signal);
    done += piece.length;
    tell(done, all);
  });
  const lost = missingOf(vhd.pieces, await writtenRanges(session, place, signal));
  if (lost.length > 0)
    throw stranger(place, `${lost.length} of ${vhd.pieces.length} ranges missing`, "all that was sent");
  await setMetadata(session, place, finished(wanted), signal);
}

/** An existing one, made by an earlier run or by a call whose answer was lost, stays as it is. */
async function create(session: Session, place: BlobPlace, blob: PageBlob, signal: AbortSignal): Promise<void> {
  try {
    await createBlob(session, place, blob, signal);
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 409) throw error;
  }
}

/** Azure takes a write whole or not at all, so a piece within the written ranges was written. */
export function missingOf(pieces: readonly Range[], written: readonly Range[]): Range[] {
  let next = 0;
  return pieces.filter(({ offset, length }) => {
    let covered = offset;
    for (; next < written.length; next++) {
      const range = written[next];
      if (range === undefined || range.offset > covered) break;
      covered = Math.max(covered, Math.min(offset + length, range.offset + range.length));
      if (covered >= offset + length) return false;
    }
    return true;
  });
}

const bytesOf = (pieces: readonly Range[]): number => pieces.reduce((sum, { length }) => sum + length, 0);

function refuseStranger(place: BlobPlace, blob: PageBlob | undefined, { digest }: Wanted): void {
  const { debian_digest: found = "", debian_layout: layout = "" } = blob?.metadata ?? {};
  if (found !== digest) throw stranger(place, found, `the debian_digest ${digest}, as every upload of this image has`);
  if (layout !== vhdLayout) throw stranger(place, `layout ${layout}`, `layout ${vhdLayout}`);
}

const stranger = ({ storageAccount, container, blob }: BlobPlace, value: string, expected: string): UserError =>
  new UserError({
    where: `Azure: ${storageAccount}/${container}/${blob}`,
    value,
    expected,
    remedy: "see who made the blob, and delete it; it was not touched",
  });

async function refusePublic(session: Session, place: BlobPlace, signal: AbortSignal): Promise<void> {
  const access = await publicAccess(session, place, signal);
  if (access === null) return;
  throw new UserError({
    where: `Azure: ${place.storageAccount}/${place.container}: public access`,
    value: access,
    expected: "none: the container holds images before they are shown",
    remedy: "make it private (npm run up -- --stack accounts-<channel>); nothing was uploaded",
  });
}
