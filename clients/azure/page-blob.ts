import { createHash } from "node:crypto";
import { XMLParser } from "fast-xml-parser";
import { z } from "zod";
import { readAnswer } from "./answer.ts";
import { ifThere } from "./refusal.ts";
import type { Session } from "./session.ts";

/** A page blob in a container. */
export interface BlobPlace {
  storageAccount: string;
  container: string;
  blob: string;
}

export interface PageBlob {
  size: number;
  /** Keys in lower case. */
  metadata: Readonly<Record<string, string>>;
}

/** Bytes `offset` to before `offset + length`. */
export interface Range {
  offset: number;
  length: number;
}

/** The most bytes of one write: Put Page's limit. */
export const largestWrite = 4 << 20;
/** Page blobs are written in whole pages. Bytes. */
export const pageSize = 512;

const metadataPrefix = "x-ms-meta-";

const pathOf = ({ container, blob }: Pick<BlobPlace, "container" | "blob">): string =>
  `/${container}/${encodeURIComponent(blob)}`;

/** Undefined where there is none; throws where something else has its name. */
export async function readBlob(session: Session, place: BlobPlace, signal: AbortSignal): Promise<PageBlob | undefined> {
  const answer = await ifThere(session.blobs(place.storageAccount, { method: "HEAD", path: pathOf(place), signal }));
  if (answer === undefined) return undefined;
  const { headers } = answer;
  const metadata = [...headers].flatMap(([name, value]): [string, string][] =>
    name.startsWith(metadataPrefix) ? [[name.slice(metadataPrefix.length).toLowerCase(), value]] : [],
  );
  const isPages = headers.get("x-ms-blob-type") === "PageBlob";
  return { size: isPages ? Number(headers.get("content-length")) : -1, metadata: Object.fromEntries(metadata) };
}

/** All zeros. An existing blob is left as it is, and refused with 409. */
export async function createBlob(
  session: Session,
  place: BlobPlace,
  { size, metadata }: PageBlob,
  signal: AbortSignal,
): Promise<void> {
  await session.blobs(place.storageAccount, {
    method: "PUT",
    path: pathOf(place),
    headers: {
      "x-ms-blob-type": "PageBlob",
      "x-ms-blob-content-length": String(size),
      // without it an existing blob would be emptied
      "if-none-match": "*",
      ...metadataHeaders(metadata),
    },
    signal,
  });
}

/** Whole pages, at most `largestWrite` bytes; Azure compares their MD5 before it takes them. */
export async function writePages(
  session: Session,
  place: BlobPlace,
  { offset, bytes }: { offset: number; bytes: Buffer },
  signal: AbortSignal,
): Promise<void> {
  await session.blobs(place.storageAccount, {
    method: "PUT",
    path: pathOf(place),
    query: { comp: "page" },
    headers: {
      "x-ms-page-write": "update",
      "x-ms-range": `bytes=${offset}-${offset + bytes.length - 1}`,
      "content-md5": createHash("md5").update(bytes).digest("base64"),
    },
    body: bytes,
    signal,
  });
}

const parser = new XMLParser({ isArray: (name) => name === "PageRange", parseTagValue: false });
const pageListSchema = z.object({
  PageList: z.union([
    z.literal("").transform(() => ({ PageRange: [], NextMarker: "" })),
    z.object({
      PageRange: z.array(z.object({ Start: z.coerce.number(), End: z.coerce.number() })).default([]),
      NextMarker: z.string().default(""),
    }),
  ]),
});

function xmlOrUndefined(text: string): unknown {
  try {
    return parser.parse(text);
  } catch {
    return undefined;
  }
}

/** The written ranges, in order; the rest reads as zeros. */
export async function writtenRanges(session: Session, place: BlobPlace, signal: AbortSignal): Promise<Range[]> {
  const ranges: Range[] = [];
  let marker = "";
  do {
    const query = { comp: "pagelist", ...(marker !== "" && { marker }) };
    const { text } = await session.blobs(place.storageAccount, { method: "GET", path: pathOf(place), query, signal });
    const { PageList: list } = readAnswer(pageListSchema, text, `GET blob ${pathOf(place)}`, xmlOrUndefined(text));
    ranges.push(...list.PageRange.map(({ Start, End }) => ({ offset: Start, length: End - Start + 1 })));
    marker = list.NextMarker;
  } while (marker !== "");
  return ranges;
}

/** Replaces all of it. */
export async function setMetadata(
  session: Session,
  place: BlobPlace,
  metadata: PageBlob["metadata"],
  signal: AbortSignal,
): Promise<void> {
  await session.blobs(place.storageAccount, {
    method: "PUT",
    path: pathOf(place),
    query: { comp: "metadata" },
    headers: metadataHeaders(metadata),
    signal,
  });
}

/** One that is not there any more is deleted. */
export async function deleteBlob(session: Session, place: BlobPlace, signal: AbortSignal): Promise<void> {
  const headers = { "x-ms-delete-snapshots": "include" };
  await ifThere(session.blobs(place.storageAccount, { method: "DELETE", path: pathOf(place), headers, signal }));
}

/** The anonymous access to a container: `blob` or `container`; null: none. */
export async function publicAccess(
  session: Session,
  { storageAccount, container }: Omit<BlobPlace, "blob">,
  signal: AbortSignal,
): Promise<string | null> {
  const query = { restype: "container" };
  const { headers } = await session.blobs(storageAccount, { method: "HEAD", path: `/${container}`, query, signal });
  return headers.get("x-ms-blob-public-access");
}

const metadataHeaders = (metadata: PageBlob["metadata"]): Record<string, string> =>
  Object.fromEntries(Object.entries(metadata).map(([key, value]) => [`${metadataPrefix}${key}`, value]));
