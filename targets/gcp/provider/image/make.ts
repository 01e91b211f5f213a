import { deleteImage, getImage, insertImage, setLabels, type GoogleImage } from "../../../../clients/gcp/images.ts";
import { deleteObject, getObject, type GoogleObject } from "../../../../clients/gcp/objects.ts";
import { isConflict, Refusal } from "../../../../clients/gcp/refusal.ts";
import { pause, type Session } from "../../../../clients/gcp/session.ts";
import { undefinedWhere } from "../../../../clients/undefined-where.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import type { GcpImageInputs } from "../../model/resources.ts";
import { gcpError, projectsOf } from "../projects.ts";
import { refuseStranger } from "./find.ts";
import { objectNameOf, uploadDisk } from "./upload.ts";

/**
 * The image of ours in the project, ready and private: what is there is adopted, what is being made is waited for, what failed is
 * made again, and the object that it was made of goes.
 */
export async function ensureMade(operation: Operation, session: Session, news: GcpImageInputs): Promise<GoogleImage> {
  const { signal } = operation;
  const found = await ready(operation, session, news);
  if (found === undefined) {
    const object = await uploadDisk(operation, session, news);
    operation.report("Google makes the image");
    await insert(session, news, object, signal);
  }
  const image = found ?? (await ready(operation, session, news));
  if (image === undefined) throw vanished(session, news);
  await dropObject(session, news, signal);
  return withLabels(session, image, news, signal);
}

/**
 * The image once Google is done with it; undefined where there is none. One of ours that failed goes, by the identity that may delete:
 * it never was an image.
 */
async function ready(operation: Operation, session: Session, news: GcpImageInputs): Promise<GoogleImage | undefined> {
  const { signal } = operation;
  const end = Date.now() + session.limits.done;
  for (;;) {
    const image = await getImage(session, news.name, signal);
    if (image === undefined) return undefined;
    refuseStranger(session, image, news);
    if (image.status === "READY") return image;
    if (image.status === "FAILED") {
      await deleteImage(await projectsOf(operation).deletion(news), image.name, signal);
      return undefined;
    }
    if (Date.now() > end) throw tooLate(session, image);
    await pause(session.limits.look, signal);
  }
}

/**
 * If the name is taken, the caller reads that image: a killed run, another run, or a call whose answer was lost may have made it. The other
 * run deletes the object afterwards, and Google may then name that as the reason.
 */
async function insert(
  session: Session,
  news: GcpImageInputs,
  { bucket, object }: { bucket: string; object: string },
  signal: AbortSignal,
): Promise<void> {
  const { name, description, architecture, guestOsFeatures, labels, location } = news;
  try {
    await insertImage(
      session,
      {
        name,
        description,
        architecture,
        guestOsFeatures: guestOsFeatures.map((type) => ({ type })),
        labels,
        storageLocations: [location],
        rawDisk: { source: `https://storage.googleapis.com/${bucket}/${object}`, containerType: "TAR" },
      },
      signal,
    );
  } catch (error) {
    if (isConflict(error)) return;
    if (!(error instanceof Refusal) || (await getImage(session, name, signal)) === undefined) throw error;
  }
}

/** Deletes the object: Google has read it, and the image no longer needs it. */
async function dropObject(session: Session, news: GcpImageInputs, signal: AbortSignal): Promise<void> {
  const name = objectNameOf(news);
  const object: GoogleObject | undefined = await getObject(session, name, signal);
  // one that another run sent meanwhile is that run's to delete
  if (object !== undefined) await undefinedWhere(isConflict, deleteObject(session, name, object, signal));
}

/** By the present labels with their fingerprint: those that others gave the image stay, and another run may give it ours first. */
async function withLabels(
  session: Session,
  found: GoogleImage,
  { labels }: Pick<GcpImageInputs, "labels">,
  signal: AbortSignal,
): Promise<GoogleImage> {
  for (let image = found, tried = 1; ; tried += 1) {
    const { name, labels: there } = image;
    if (Object.entries(labels).every(([key, value]) => there[key] === value)) return image;
    const wanted = { ...there, ...labels };
    try {
      await setLabels(session, image, wanted, signal);
      return { ...image, labels: wanted };
    } catch (error) {
      if (tried >= session.limits.tries || !isConflict(error)) throw error;
    }
    image = (await getImage(session, name, signal)) ?? image;
  }
}

const vanished = (session: Session, { name }: GcpImageInputs) =>
  gcpError(session, `image ${name}`, {
    value: "",
    expected: "a ready image, which Google said it had made",
    remedy: "see whether somebody deletes images there, and run again",
  });

const tooLate = (session: Session, { name, status }: GoogleImage) =>
  gcpError(session, `image ${name}`, {
    value: `${status} after ${session.limits.done / 60_000} minutes`,
    expected: "READY",
    remedy: "run again: the next run waits for what Google is doing",
  });
