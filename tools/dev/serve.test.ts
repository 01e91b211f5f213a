import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serveFolder, type Served } from "./serve.ts";

let [folder, served] = ["", {} as Served];
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "cloud-images-serve-"));
  const dated = path.join(folder, "tree/trixie/20260717-2542");
  mkdirSync(dated, { recursive: true });
  for (const other of ["api/v1/images", "streams/v1"]) mkdirSync(path.join(folder, "tree", other), { recursive: true });
  for (const [name, text] of Object.entries({
    secret: "no",
    "tree/.hidden": "no",
    "tree/index.json": "{}",
    "tree/api/v1/images/search": "{}",
    "tree/trixie/HEADER.html": "<h1>Debian</h1>",
    "tree/trixie/20260717-2542/a.qcow2": "0123456789",
    "tree/streams/v1/org.debian.cloud:trixie.json": "{}",
    "tree/trixie/20260717-2542/SHA512SUMS": "sums",
  }))
    writeFileSync(path.join(folder, name), text);
  symlinkSync("20260717-2542", path.join(folder, "tree/trixie/latest"));
  symlinkSync("../secret", path.join(folder, "tree/way-out"));
  served = await serveFolder(path.join(folder, "tree"), 0);
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true });
});

interface Got {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** As it is typed: fetch would tidy the path. */
const get = (at: string, headers: Record<string, string> = {}, method = "GET"): Promise<Got> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(served.url);
    const asked = request({ host: "127.0.0.1", port, path: at, method, headers, agent: false }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    asked.on("error", reject);
    asked.end();
  });

test.each([
  ["/index.json", "application/json", "no-cache"],
  ["/api/v1/images/search", "application/json", "no-cache"],
  ["/trixie/20260717-2542/SHA512SUMS", "text/plain; charset=utf-8", "no-cache"],
  ["/trixie/20260717-2542/a.qcow2", "application/octet-stream", "public, max-age=300"],
  ["/trixie/latest/a.qcow2", "application/octet-stream", "no-cache"],
])("%s is %s, kept as %s", async (at, type, caching) => {
  const { status, headers } = await get(at);
  expect([status, headers["content-type"], headers["cache-control"]]).toEqual([200, type, caching]);
});

test.each([
  ["bytes=2-4", 206, "234", "bytes 2-4/10"],
  ["bytes=7-", 206, "789", "bytes 7-9/10"],
  ["bytes=-2", 206, "89", "bytes 8-9/10"],
  ["bytes=5-99", 206, "56789", "bytes 5-9/10"],
  ["bytes=10-", 416, "", "bytes */10"],
  ["bytes=0-1,3-4", 200, "0123456789", undefined],
])("the range %s gives %i and %s", async (range, status, body, content) => {
  const got = await get("/trixie/latest/a.qcow2", { range });
  expect([got.status, got.body, got.headers["content-range"]]).toEqual([status, body, content]);
});

test("a copy is asked for by its ETag, never by its date, which a withdrawal sets back", async () => {
  const { headers } = await get("/trixie/latest/a.qcow2");
  const future = new Date(Date.now() + 1e9).toUTCString();
  expect((await get("/trixie/latest/a.qcow2", { "if-none-match": String(headers["etag"]) })).status).toBe(304);
  expect((await get("/trixie/latest/a.qcow2", { "if-modified-since": future })).status).toBe(200);
});

test("HEAD has the length and no body; other methods are refused", async () => {
  const head = await get("/trixie/latest/a.qcow2", {}, "HEAD");
  expect([head.status, head.headers["content-length"], head.body]).toEqual([200, "10", ""]);
  expect((await get("/index.json", {}, "DELETE")).status).toBe(405);
});

test("a folder is listed below its page, a line for each entry", async () => {
  expect((await get("/trixie")).headers["location"]).toBe("/trixie/");
  const { body } = await get("/trixie/");
  expect(body).toContain("<h1>Debian</h1>");
  expect(body).toContain('\n<a href="20260717-2542/">20260717-2542/</a>\n');
});

test("each link of a listing leads to its entry, also where a name has a colon", async () => {
  const { body } = await get("/streams/v1/");
  const [, link = ""] = /<a href="([^"]*)">org/.exec(body) ?? [];
  const { pathname, protocol } = new URL(link, `${served.url}streams/v1/`);
  expect(protocol).toBe("http:");
  expect((await get(pathname)).status).toBe(200);
});

test.each(["/../secret", "/%2e%2e/secret", "/way-out", "/.hidden", "/trixie/nothing", "/%ff", "/%00"])(
  "%s leads nowhere",
  async (at) => {
    expect([400, 404]).toContain((await get(at)).status);
  },
);
