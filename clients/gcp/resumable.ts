import { jsonOrUndefined } from "../../images/model/text/json.ts";
import { objectSchema, type GoogleObject, type ObjectName } from "./objects.ts";
import { exchange, refusal, refused, repeated, type Answer, type Session } from "./session.ts";

/**
 * Cloud Storage's resumable uploads: a session takes an object piece by piece. It lasts a week, also after the process that began
 * it.
 */

/** Every piece but the last is a multiple of this. */
export const pieceUnit = 256 << 10;

/** An upload's progress. */
export type Progress = { persisted: number } | { object: GoogleObject } | "expired";

/** Begins an upload, which is refused with 412 where the object exists. Its address is a secret: whoever has it may write. */
export function beginUpload(
  session: Session,
  { bucket, object }: ObjectName,
  metadata: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string> {
  const request = { method: "POST", service: "storage", path: `upload of ${object}`, signal } as const;
  const url = new URL(`${session.endpoints.storage}/upload/storage/v1/b/${encodeURIComponent(bucket)}/o`);
  url.search = new URLSearchParams({ uploadType: "resumable", name: object, ifGenerationMatch: "0" }).toString();
  return repeated(session.limits, signal, async () => {
    const answer = await exchange(session, request, {
      url,
      headers: { "content-type": "application/json", "x-upload-content-type": "application/gzip" },
      body: JSON.stringify({ name: object, contentType: "application/gzip", metadata }),
      answer: session.limits.answer,
    });
    if (!answer.ok) throw refused(session, request, answer);
    const location = answer.headers.get("location");
    if (location === null) throw refusal(session, request, null, "", "an answer without the upload's address");
    return location;
  });
}

interface Piece {
  /** Where its first byte stands in the object. */
  start: number;
  bytes: Buffer<ArrayBuffer>;
  /** The object's size, with its last piece. */
  total: number | undefined;
}

/** Sends a piece once. What of it is persisted, Google says; after a lost answer `progressOf` says it. */
export function sendPiece(
  session: Session,
  upload: string,
  { start, bytes, total }: Piece,
  signal: AbortSignal,
): Promise<Progress> {
  const end = bytes.length === 0 ? "*" : `${start}-${start + bytes.length - 1}`;
  return put(session, upload, { range: `bytes ${end}/${total ?? "*"}`, bytes, answer: session.limits.piece }, signal);
}

/** An upload's progress, whichever process began it. */
export const progressOf = (session: Session, upload: string, signal: AbortSignal): Promise<Progress> =>
  repeated(session.limits, signal, () =>
    put(session, upload, { range: "bytes */*", bytes: Buffer.alloc(0), answer: session.limits.answer }, signal),
  );

async function put(
  session: Session,
  upload: string,
  { range, bytes, answer }: { range: string; bytes: Buffer<ArrayBuffer>; answer: number },
  signal: AbortSignal,
): Promise<Progress> {
  const request = { method: "PUT", service: "storage", path: `upload, ${range}`, signal } as const;
  const url = addressOf(session, upload);
  const said = await exchange(session, request, {
    url,
    headers: { "content-range": range, "content-length": String(bytes.length) },
    body: bytes,
    answer,
  });
  if (said.status === 308) return { persisted: persistedIn(said) };
  if (said.status === 404 || said.status === 410) return "expired";
  if (!said.ok) throw refused(session, request, said);
  const { data } = objectSchema.safeParse(jsonOrUndefined(said.text));
  if (data === undefined) throw refusal(session, request, null, "", "an answer without the object");
  return { object: data };
}

/** The token goes to the storage that the session asks, wherever a record or an answer points. */
function addressOf({ endpoints }: Session, upload: string): URL {
  const { pathname, search } = new URL(upload, endpoints.storage);
  return new URL(`${pathname}${search}`, endpoints.storage);
}

/** Without a range nothing is persisted. */
function persistedIn({ headers }: Answer): number {
  const last = /^bytes=0-(\d+)$/.exec(headers.get("range") ?? "")?.[1];
  return last === undefined ? 0 : Number(last) + 1;
}
