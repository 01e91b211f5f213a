import { createHash } from "node:crypto";

/** An answer of a storage account. */
export interface BlobAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** A container of blobs. */
export interface BlobStore {
  /** The bytes of all writes so far. */
  readonly written: number;
  answer(method: string, name: string, query: URLSearchParams, headers: Headers, body: Buffer): Promise<BlobAnswer>;
  /** A blob's size and last page; undefined where there is no such blob. */
  end(name: string): Promise<BlobEnd | undefined>;
  /** A blob's bytes, with zeros for holes; undefined where there is no such blob. */
  bytes(name: string): Promise<Buffer | undefined>;
}

export interface BlobEnd {
  size: number;
  footer: Buffer;
}

export interface StoredBlob {
  size: number;
  metadata: Map<string, string>;
  pages: Map<number, Buffer>;
  /** What its pages cover, as it was asked last; undefined since the last write. */
  ranges?: readonly PageRange[] | undefined;
}

interface PageRange {
  start: number;
  end: number;
}

/** The bytes of a page. Pages are kept by their offset. */
const page = 512;
const largestWrite = 4 << 20;
/** Ranges in one answer: few, so that a list has several answers. */
const mostRanges = 3;

/** The page blobs of a container, by the REST reference of Put Blob, Put Page and Get Page Ranges. */
export class Blobs implements BlobStore {
  readonly blobs = new Map<string, StoredBlob>();
  /** The container's public access, `blob` or `container`; null: it is private. */
  access: string | null = null;
  written = 0;

  async answer(
    method: string,
    name: string,
    query: URLSearchParams,
    headers: Headers,
    body: Buffer,
  ): Promise<BlobAnswer> {
    if (query.get("restype") === "container")
      return { status: 200, headers: this.access === null ? {} : { "x-ms-blob-public-access": this.access } };
    const found = this.blobs.get(name);
    const comp = query.get("comp");
    if (method === "PUT" && comp === null) return this.#create(name, found, headers);
    if (found === undefined) return wrong(404, "BlobNotFound");
    if (method === "HEAD") return { status: 200, headers: headersOf(found) };
    if (method === "GET" && comp === "pagelist") return { status: 200, body: pageList(found, query) };
    if (method === "DELETE") return { status: this.blobs.delete(name) ? 202 : 404 };
    if (method === "PUT" && comp === "page") return this.#write(found, headers, body);
    if (method !== "PUT" || comp !== "metadata") return wrong(400, "InvalidQueryParameterValue");
    found.metadata = metadataIn(headers);
    return { status: 200 };
  }

  async end(name: string): Promise<BlobEnd | undefined> {
    const found = this.blobs.get(name);
    return found === undefined
      ? undefined
      : { size: found.size, footer: found.pages.get(found.size - page) ?? Buffer.alloc(page) };
  }

  async bytes(name: string): Promise<Buffer | undefined> {
    const found = this.blobs.get(name);
    if (found === undefined) return undefined;
    const bytes = Buffer.alloc(found.size);
    for (const [offset, piece] of found.pages) piece.copy(bytes, offset);
    return bytes;
  }

  #create(name: string, found: StoredBlob | undefined, headers: Headers): BlobAnswer {
    const size = Number(headers.get("x-ms-blob-content-length"));
    if (headers.get("x-ms-blob-type") !== "PageBlob") return wrong(400, "InvalidBlobType");
    if (!Number.isSafeInteger(size) || size % page !== 0) return wrong(400, "InvalidHeaderValue");
    if (found !== undefined && headers.get("if-none-match") === "*") return wrong(409, "BlobAlreadyExists");
    this.blobs.set(name, { size, metadata: metadataIn(headers), pages: new Map() });
    return { status: 201 };
  }

  #write(found: StoredBlob, headers: Headers, body: Buffer): BlobAnswer {
    const [, from, to] = (/^bytes=(\d+)-(\d+)$/.exec(headers.get("x-ms-range") ?? "") ?? []).map(Number);
    if (from === undefined || to === undefined || headers.get("x-ms-page-write") !== "update")
      return wrong(400, "InvalidHeaderValue");
    const length = to - from + 1;
    if (from % page !== 0 || length % page !== 0 || to >= found.size) return wrong(416, "InvalidPageRange");
    if (length > largestWrite) return wrong(413, "RequestBodyTooLarge");
    if (length !== body.length) return wrong(400, "InvalidHeaderValue");
    if (createHash("md5").update(body).digest("base64") !== headers.get("content-md5"))
      return wrong(400, "Md5Mismatch");
    found.ranges = undefined;
    for (let at = 0; at < length; at += page) found.pages.set(from + at, body.subarray(at, at + page));
    this.written += length;
    return { status: 201 };
  }
}

const wrong = (status: number, code: string): BlobAnswer => ({
  status,
  headers: { "x-ms-error-code": code },
  body: `\uFEFF<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>refused by the stand-in</Message></Error>`,
});

const prefix = "x-ms-meta-";

const metadataIn = (headers: Headers): Map<string, string> =>
  new Map(
    [...headers].filter(([name]) => name.startsWith(prefix)).map(([name, value]) => [name.slice(prefix.length), value]),
  );

const headersOf = ({ size, metadata }: StoredBlob): Record<string, string> => ({
  "content-length": String(size),
  "x-ms-blob-type": "PageBlob",
  ...Object.fromEntries([...metadata].map(([name, value]) => [`${prefix}${name}`, value])),
});

/** What a blob's pages cover; adjacent pages are one range. */
export function rangesOf(blob: StoredBlob): readonly PageRange[] {
  const ranges: PageRange[] = [];
  if (blob.ranges !== undefined) return blob.ranges;
  for (const offset of [...blob.pages.keys()].toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.end === offset - 1) last.end = offset + page - 1;
    else ranges.push({ start: offset, end: offset + page - 1 });
  }
  blob.ranges = ranges;
  return ranges;
}

function pageList(found: StoredBlob, query: URLSearchParams): string {
  const ranges = rangesOf(found);
  const first = Number(query.get("marker") ?? 0);
  const shown = ranges.slice(first, first + mostRanges);
  const list = shown
    .map(({ start, end }) => `<PageRange><Start>${start}</Start><End>${end}</End></PageRange>`)
    .join("");
  const next = first + mostRanges < ranges.length ? `<NextMarker>${first + mostRanges}</NextMarker>` : "<NextMarker />";
  return `\uFEFF<?xml version="1.0" encoding="utf-8"?><PageList>${list}${next}</PageList>`;
}
