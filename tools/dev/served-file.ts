import { readdir, readFile, realpath, stat } from "node:fs/promises";
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";
import { join, sep } from "node:path";
import { escapeHtml } from "../../images/model/text/escape.ts";
import { ifPresent } from "../../storage/files/fault.ts";

/** A server's answer for a path, the same as that of Apache and nginx with docs/servers/. */
export interface Answer {
  status: number;
  headers: OutgoingHttpHeaders;
  /** A text, or a part of a file; `end` is its last byte. */
  body?: string | { path: string; start: number; end: number };
}

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json",
  sjson: "text/plain; charset=utf-8",
  atom: "application/atom+xml",
  xz: "application/x-xz",
  sign: "application/pgp-signature",
  gpg: "application/pgp-keys",
  qcow2: "application/octet-stream",
  raw: "application/octet-stream",
};

function typeOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (/^api\/v1\/.*\/search$/.test(path)) return "application/json";
  return types[name.slice(name.lastIndexOf(".") + 1)] ?? "text/plain; charset=utf-8";
}

/** Only a dated disk never changes. It may be withdrawn, so a copy is good for minutes only. */
const cachingOf = (path: string): string =>
  /\/\d{8}-\d+\/[^/]+\.(qcow2|raw|tar\.xz)$/.test(path) ? "public, max-age=300" : "no-cache";

export async function answerFor(
  folder: string,
  method: string,
  address: string,
  headers: IncomingHttpHeaders,
): Promise<Answer> {
  if (method !== "GET" && method !== "HEAD") return { status: 405, headers: { allow: "GET, HEAD" } };
  const path = pathOf(address);
  if (path === undefined) return { status: 400, headers: {} };
  const found = await inside(folder, path);
  if (found === undefined) return missing;
  const status = await stat(found);
  if (!status.isDirectory()) return fileAnswer(found, path, status, headers);
  if (path !== "" && !path.endsWith("/")) return { status: 301, headers: { location: encodeURI(`/${path}/`) } };
  const index = await ifPresent(stat(join(found, "index.html")));
  if (index?.isFile() === true) return fileAnswer(join(found, "index.html"), `${path}index.html`, index, headers);
  return { status: 200, headers: { "content-type": types["html"] }, body: await listing(found, path) };
}

const missing: Answer = { status: 404, headers: { "content-type": "text/plain" }, body: "not found\n" };

/** The path below the folder; undefined for an invalid path and for hidden files, which nobody may read. */
function pathOf(address: string): string | undefined {
  try {
    const path = decodeURIComponent(new URL(address, "http://localhost").pathname).replace(/^\/+/, "");
    return path.includes("\0") || path.split("/").some((part) => part.startsWith(".")) ? undefined : path;
  } catch {
    return undefined;
  }
}

/** The file that the path leads to, through links too, if it is inside the folder. */
async function inside(folder: string, path: string): Promise<string | undefined> {
  const [root, found] = await Promise.all([realpath(folder), ifPresent(realpath(join(folder, path)))]);
  return found === root || found?.startsWith(`${root}${sep}`) === true ? found : undefined;
}

interface Status {
  size: number;
  mtime: Date;
  mtimeMs: number;
  ino: number;
}

function fileAnswer(
  file: string,
  path: string,
  { size, mtime, mtimeMs, ino }: Status,
  asked: IncomingHttpHeaders,
): Answer {
  const etag = `"${ino.toString(16)}-${size.toString(16)}-${Math.floor(mtimeMs).toString(16)}"`;
  const headers = {
    etag,
    "last-modified": mtime.toUTCString(),
    "cache-control": cachingOf(path),
    "accept-ranges": "bytes",
    "content-type": typeOf(path),
  };
  // not by date: after a withdrawal an older file takes the place of a newer one
  if (asked["if-none-match"]?.split(/\s*,\s*/).includes(etag) === true) return { status: 304, headers };
  const range = asked["if-range"] === undefined || asked["if-range"] === etag ? rangeOf(asked.range, size) : undefined;
  if (range === "none") return { status: 416, headers: { ...headers, "content-range": `bytes */${size}` } };
  const { start, end } = range ?? { start: 0, end: size - 1 };
  const whole = { ...headers, "content-length": end - start + 1 };
  const body = size === 0 ? "" : { path: file, start, end };
  if (range === undefined) return { status: 200, headers: whole, body };
  return { status: 206, headers: { ...whole, "content-range": `bytes ${start}-${end}/${size}` }, body };
}

/** The requested part; undefined, which means the whole file, for several parts and for a header that is not understood. */
function rangeOf(text: string | undefined, size: number): { start: number; end: number } | "none" | undefined {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(text ?? "") ?? [];
  if (from === "" && to === "") return undefined;
  const start = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  return start > end ? "none" : { start, end };
}

/** A name with a colon is not taken for an address of its own. */
const linkTo = (name: string): string => name.split("/").map(encodeURIComponent).join("/");

/** Like Apache's listing: the header page, then a line for each entry. */
async function listing(folder: string, path: string): Promise<string> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith("."));
  const names = await Promise.all(
    entries.map(async (entry) => {
      const isFolder = (await ifPresent(stat(join(folder, entry.name))))?.isDirectory() === true;
      return isFolder ? `${entry.name}/` : entry.name;
    }),
  );
  const header = (await ifPresent(readFile(join(folder, "HEADER.html"), "utf8"))) ?? "";
  const lines = names.toSorted().map((name) => `<a href="${linkTo(name)}">${escapeHtml(name)}</a>`);
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>/${escapeHtml(path)}</title></head>
<body>
${header}<pre>
${path === "" ? "" : '<a href="../">../</a>\n'}${lines.join("\n")}
</pre>
</body></html>
`;
}
