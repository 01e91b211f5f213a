import { createHash } from "node:crypto";
import { deleteObject, getObject, type GoogleObject, type ObjectName } from "../../../../clients/gcp/objects.ts";
import { beginUpload, progressOf, type Progress } from "../../../../clients/gcp/resumable.ts";
import { isConflict, mayPass, Refusal } from "../../../../clients/gcp/refusal.ts";
import { undefinedWhere } from "../../../../clients/undefined-where.ts";
import type { Session } from "../../../../clients/gcp/session.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { transferProgress } from "../../../../provider-sdk/progress.ts";
import { openDisk } from "../../../../storage/disk/open.ts";
import type { Disk } from "../../../../storage/disk/disk.ts";
import { imageNamed } from "../../../../storage/tree/find-image.ts";
import type { GcpImageInputs } from "../../model/resources.ts";
import { diskArchive } from "../archive/disk-archive.ts";
import { gcpError, projectsOf } from "../projects.ts";
import { forgetUpload, recordedUpload, recordUpload } from "./record.ts";
import { sendArchive } from "./send.ts";

/** The object's name has the digest, so that it never has other bytes. */
export const objectNameOf = ({
  bucket,
  name,
  digest,
}: Pick<GcpImageInputs, "bucket" | "name" | "digest">): ObjectName => ({
  bucket,
  object: `${name}-${digest.slice(0, 16)}.tar.gz`,
});

/**
 * The image's disk as an object whose bytes were compared: sent in an upload that a killed run may have begun, or found. Where
 * they are others, the object goes, and a fresh upload is tried once. Where another run has sent it meanwhile, its object is compared.
 */
export async function uploadDisk(operation: Uploading, session: Session, news: GcpImageInputs): Promise<ObjectName> {
  const { places, signal } = operation;
  return projectsOf(operation).uploads.run(signal, async () => {
    const disk = await openDisk(places, imageNamed(news.image), signal);
    try {
      const upload = { operation, session, news, disk };
      const name = objectNameOf(news);
      let others = 0;
      for (let tried = 0; others < 2 && tried < session.limits.tries; tried += 1) {
        const end = await uploaded(upload, name);
        if (end === "whole") return name;
        if (end === "others") others += 1;
      }
      throw gcpError(session, `object ${name.bucket}/${name.object}`, {
        value: "other bytes than were sent, twice",
        expected: "the bytes of the disk's archive",
        remedy: "see whether something between here and Google changes what is sent, and run again; it was deleted",
      });
    } finally {
      await disk.close();
    }
  });
}

type Uploading = Pick<Operation, "places" | "process" | "signal" | "report">;

interface Upload {
  operation: Uploading;
  session: Session;
  news: GcpImageInputs;
  disk: Disk;
}

/** `others`: Google had other bytes, and the object is deleted. `taken`: another run's object came first. */
async function uploaded(upload: Upload, name: ObjectName): Promise<"whole" | "others" | "taken"> {
  const { operation, session, news } = upload;
  const { signal } = operation;
  const found = await getObject(session, name, signal);
  const sent =
    found === undefined
      ? await undefinedWhere(isConflict, send(upload, name))
      : { object: found, md5: await md5Of(upload) };
  await forgetUpload(operation.places, news);
  if (sent === undefined) return "taken";
  if (sent.object.md5Hash === sent.md5) return "whole";
  await undefinedWhere(isConflict, deleteObject(session, name, sent.object, signal));
  return "others";
}

/** Continues the recorded upload if Google still knows it, or begins one. */
async function send(upload: Upload, name: ObjectName): Promise<{ object: GoogleObject; md5: string }> {
  const { operation, session, news, disk } = upload;
  const { places, signal } = operation;
  const recorded = await recordedUpload(places, news);
  const progress: Progress =
    recorded === undefined ? "expired" : await progressOf(session, recorded, signal).catch(expiredIf);
  if (typeof progress === "object" && "object" in progress)
    return { object: progress.object, md5: await md5Of(upload) };
  const address =
    recorded === undefined || progress === "expired"
      ? await beginUpload(session, name, { digest: news.digest }, signal)
      : recorded;
  if (address !== recorded) await recordUpload(places, news, address);
  const persisted = progress === "expired" ? 0 : progress.persisted;
  const archive = diskArchive(disk, sayingHowFar(operation, "sending to Google"));
  try {
    return await sendArchive(session, { address, persisted, archive, name }, signal);
  } catch (error) {
    // a refused upload is not continued, an interrupted one is
    if (!signal.aborted && !(error instanceof Refusal && mayPass(error))) await forgetUpload(places, news);
    throw error;
  }
}

/** Google refuses an upload of an object that is there by now; its next look finds it. */
function expiredIf(error: unknown): "expired" {
  if (isConflict(error)) return "expired";
  throw error;
}

/** Progress is counted in the disk's bytes: the archive's length is known only at its end. */
function sayingHowFar(
  operation: Pick<Operation, "report">,
  doing: string,
): (seen: { read: number; used: number }) => void {
  const progress = transferProgress(operation, doing);
  return ({ read, used }) => progress(read, used);
}

/** The MD5 of the archive, which is made once more: nothing of an earlier run is trusted. */
async function md5Of({ operation, disk }: Upload): Promise<string> {
  const hash = createHash("md5");
  const archive = diskArchive(disk, sayingHowFar(operation, "comparing with Google's"));
  for await (const bytes of archive) {
    operation.signal.throwIfAborted();
    hash.update(bytes);
  }
  return hash.digest("base64");
}
