import { createHash } from "node:crypto";
import type { GoogleObject, ObjectName } from "../../../../clients/gcp/objects.ts";
import { Refusal, mayPass } from "../../../../clients/gcp/refusal.ts";
import { pieceUnit, progressOf, sendPiece, type Progress } from "../../../../clients/gcp/resumable.ts";
import { pause, type Session } from "../../../../clients/gcp/session.ts";
import { gcpError } from "../projects.ts";

/** The bytes in memory at once, and the most that a lost answer costs. */
const pieceSize = 32 * pieceUnit;

interface Sending {
  /** The upload's. */
  address: string;
  /** Bytes that Google has already: they are made again, but not sent. */
  persisted: number;
  archive: AsyncIterable<Buffer>;
  name: ObjectName;
}

/** Sends the rest of an archive. Returns the object with the md5 of all its bytes, sent or not, so that they can be compared. */
export async function sendArchive(
  session: Session,
  { address, persisted, archive, name }: Sending,
  signal: AbortSignal,
): Promise<{ object: GoogleObject; md5: string }> {
  const hash = createHash("md5");
  let held: Buffer[] = [];
  let size = 0;
  /** Where in the object the held bytes begin. */
  let start = 0;
  const hold = (bytes: Buffer): void => {
    hash.update(bytes);
    const skipped = Math.max(0, Math.min(bytes.length, persisted - start - size));
    if (size === 0) start += skipped;
    const rest = size === 0 ? bytes.subarray(skipped) : bytes;
    held.push(rest);
    size += rest.length;
  };
  for await (const bytes of archive) {
    signal.throwIfAborted();
    hold(bytes);
    while (size > pieceSize) {
      const all = Buffer.concat(held);
      const rest = await sendAll(session, address, { start, bytes: all.subarray(0, pieceSize) }, signal);
      if (rest !== undefined) throw endedEarly(session, name);
      held = [all.subarray(pieceSize)];
      start += pieceSize;
      size -= pieceSize;
    }
  }
  const object = await sendAll(session, address, { start, bytes: Buffer.concat(held), total: start + size }, signal);
  if (object === undefined) throw endedEarly(session, name);
  return { object, md5: hash.digest("base64") };
}

interface Rest {
  start: number;
  bytes: Buffer;
  total?: number;
}

/**
 * Sends the bytes until Google has all of them. After each fault it asks Google for the progress. Returns the object at the end.
 */
async function sendAll(
  session: Session,
  address: string,
  { start, bytes, total }: Rest,
  signal: AbortSignal,
): Promise<GoogleObject | undefined> {
  const { tries, pause: first } = session.limits;
  let at = start;
  for (let idle = 0; ;) {
    const piece = { start: at, bytes: Buffer.from(bytes.subarray(at - start)), total };
    const progress = await sendPiece(session, address, piece, signal).catch(async (error: unknown) => {
      signal.throwIfAborted();
      if (!(error instanceof Refusal) || !mayPass(error) || idle + 1 >= tries) throw error;
      await pause(first * 2 ** idle, signal);
      return progressOf(session, address, signal);
    });
    if (progress === "expired") throw expired(session);
    if ("object" in progress) return progress.object;
    const before = at;
    at = within(session, progress, { start, end: start + bytes.length });
    if (at === start + bytes.length && total === undefined) return undefined;
    idle = at > before ? 0 : idle + 1;
    if (idle >= tries) throw stuck(session, at);
  }
}

/** Checks Google's progress: it may be less than was sent, but never more, and never less than before. */
function within(
  session: Session,
  { persisted }: Exclude<Progress, "expired" | { object: GoogleObject }>,
  { start, end }: { start: number; end: number },
): number {
  if (persisted >= start && persisted <= end) return persisted;
  throw gcpError(session, "an upload", {
    value: `${persisted} bytes`,
    expected: `between ${start} and ${end}`,
    remedy: "run again: a fresh upload begins",
  });
}

const expired = (session: Session) =>
  gcpError(session, "an upload", {
    value: "unknown to Google",
    expected: "the upload that was begun, which Google keeps for a week",
    remedy: "run again: a fresh upload begins",
  });

const stuck = (session: Session, at: number) =>
  gcpError(session, "an upload", {
    value: `no byte more than ${at}, however often it was tried`,
    expected: "progress",
    remedy: "wait until Cloud Storage works again, and run again: the upload continues",
  });

const endedEarly = (session: Session, { bucket, object }: ObjectName) =>
  gcpError(session, `object ${bucket}/${object}`, {
    value: "an end before its last byte, or none after it",
    expected: "the whole archive",
    remedy: "run again: the object is compared, and made again where it is not whole",
  });
