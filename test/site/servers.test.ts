import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { suites } from "../../images/model/definitions/suites.ts";
import { startApache, startNginx, type RealServer } from "./servers.ts";

/** docs/servers/ in the servers that they are for. */

const name = "debian-13-generic-amd64-20260717-2542";
const daily = "debian-13-generic-amd64-daily-20260718-2543";
const files = {
  [`trixie/20260717-2542/${name}.qcow2`]: "0123456789",
  [`trixie/20260717-2542/${name}.tar.xz`]: "xz",
  [`trixie/20260717-2542/${name}.json`]: '{"kind":"List"}',
  "trixie/20260717-2542/SHA512SUMS": "sums",
  "trixie/20260717-2542/SHA512SUMS.sign": "signed",
  [`trixie/daily/20260718-2543/${daily}.json`]: '{"kind":"List"}',
  "trixie/index.json": "{}",
  "trixie/debian-cloud.gpg": "keys",
  "trixie/feed.atom": "<feed/>",
  "trixie/.owner.json": "{}",
  "finder/index.html": "<h1>finder</h1>",
  "finder/trixie/20260101-2000/index.html": "<h1>removed</h1>",
  "api/v1/images/search": '{"results":["all"]}',
  "api/v1/images/search.d/none.json": '{"results":["none"]}',
  "api/v1/images/search.d/trixie/generic/amd64/any.json": '{"results":["any"]}',
  "api/v1/images/search.d/trixie/generic/amd64/release.json": '{"results":["release"]}',
};

let tree = "";
beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), "cloud-images-tree-"));
  await chmod(tree, 0o755);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await writeFile(join(tree, path), text);
  }
  await symlink("20260717-2542", join(tree, "trixie/latest"));
});
afterAll(() => rm(tree, { recursive: true }));

interface Got {
  status: number;
  length: string;
  modified: string;
  type: string;
  caching: string;
  location: string;
  etag: string;
  body: string;
}

const get = (url: string, headers: Record<string, string> = {}, method = "GET"): Promise<Got> =>
  new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent: false }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => {
        const text = (key: string): string => String(response.headers[key] ?? "");
        resolve({
          status: response.statusCode ?? 0,
          length: text("content-length"),
          modified: text("last-modified"),
          type: text("content-type").replace(/;.*/, ""),
          caching: text("cache-control"),
          location: text("location").replace(/^http:\/\/[^/]*/, ""),
          etag: text("etag"),
          body,
        });
      });
    });
    asked.on("error", reject);
    asked.end();
  });

const servers = [
  ["apache2", "/usr/sbin/apache2", startApache],
  ["nginx", "/usr/sbin/nginx", startNginx],
] as const;

describe.each(servers)("%s", (program, path, start) => {
  const isThere = existsSync(path);
  if (!isThere) console.warn(`docs/servers/ is not tested with ${program}: no ${path} (apt-get install ${program})`);
  let server: RealServer | undefined;
  beforeAll(async () => {
    if (isThere) server = await start(tree);
  });
  afterAll(() => server?.end());
  const at = (below: string, headers?: Record<string, string>): Promise<Got> =>
    get((server?.url ?? "") + below, headers);
  const cloud = (below: string, headers?: Record<string, string>): Promise<Got> =>
    at(`/images/cloud/${below}`, headers);

  test.skipIf(!isThere).each([
    [`trixie/20260717-2542/${name}.qcow2`, "application/octet-stream", "public, max-age=300"],
    [`trixie/20260717-2542/${name}.tar.xz`, "application/x-xz", "public, max-age=300"],
    [`trixie/20260717-2542/${name}.json`, "application/json", "no-cache"],
    ["trixie/latest/SHA512SUMS", "text/plain", "no-cache"],
    ["trixie/20260717-2542/SHA512SUMS.sign", "application/pgp-signature", "no-cache"],
    ["trixie/index.json", "application/json", "no-cache"],
    ["trixie/debian-cloud.gpg", "application/pgp-keys", "no-cache"],
    ["trixie/feed.atom", "application/atom+xml", "no-cache"],
    ["finder/index.html", "text/html", "no-cache"],
    ["finder/", "text/html", "no-cache"],
  ])("serves %s as %s, kept as %s", async (file, type, caching) => {
    const got = await cloud(file);
    expect([got.status, got.type, got.caching]).toEqual([200, type, caching]);
  });

  test.skipIf(!isThere).each(["qcow2", "tar.xz", "json"])(
    "answers HEAD for latest/ of %s as GET, with size and date",
    async (format) => {
      const url = `${server?.url ?? ""}/images/cloud/trixie/latest/${name}.${format}`;
      const [head, whole] = [await get(url, {}, "HEAD"), await get(url)];
      expect({ ...whole, body: "" }).toEqual(head);
      expect([head.status, head.length]).toEqual([200, String(whole.body.length)]);
      expect(Date.parse(head.modified)).toBeGreaterThan(0);
    },
  );

  test.skipIf(!isThere).each(["trixie/daily", "trixie/20260101-2000", "trixie/20260717-2542"])(
    "a redirect of %s ends in a page, for HEAD too",
    async (below) => {
      const { redirected, status, url } = await fetch(`${server?.url ?? ""}/images/cloud/${below}`, { method: "HEAD" });
      expect([redirected, status]).toEqual([true, 200]);
      expect(url).toContain("/images/cloud/");
    },
  );

  test.skipIf(!isThere)("lists each set on a line, and nothing hidden", async () => {
    const { body } = await cloud("trixie/");
    expect(body).toMatch(/<a href="20260717-2542\/">20260717-2542\/<\/a>/);
    expect(body).not.toContain(".owner.json");
    expect((await cloud("trixie/daily")).location).toBe("/images/cloud/trixie/daily/");
    expect((await cloud("trixie/20260717-2542/")).body).toContain(`${name}.qcow2`);
  });

  test.skipIf(!isThere)(
    "a copy is asked for by its ETag, never by its date, which a withdrawal sets back",
    async () => {
      const path = `trixie/latest/${name}.qcow2`;
      const { etag } = await cloud(path);
      expect((await cloud(path, { "if-none-match": etag })).status).toBe(304);
      const future = new Date(Date.now() + 1e9).toUTCString();
      expect((await cloud(path, { "if-modified-since": future })).status).toBe(200);
      const before = new Date((await stat(join(tree, path))).mtimeMs - 86_400_000);
      await utimes(join(tree, path), before, before);
      expect((await cloud(path, { "if-none-match": etag })).status).toBe(200);
    },
  );

  test.skipIf(!isThere)("a set that is gone leads to its page; a file of it is gone", async () => {
    for (const end of ["", "/"]) {
      const { status, location } = await cloud(`trixie/20260101-2000${end}`);
      expect([status, location]).toEqual([302, "/images/cloud/finder/trixie/20260101-2000/index.html"]);
    }
    expect((await cloud("trixie/20260101-2000/x.qcow2")).status).toBe(404);
  });

  test.skipIf(!isThere).each([
    ["", "all"],
    ["?vendor=generic&arch=amd64&release=trixie&exclude_daily=true&size=50", "release"],
    ["?size=50&release=trixie&arch=amd64&vendor=generic", "any"],
    ["?vendor=generic", "all"],
    ["?vendor=generic&arch=amd64&release=bookworm&exclude_daily=true&size=50", "none"],
    ["?vendor=unknown&arch=amd64&release=trixie", "none"],
    ["?vendor=../x&arch=amd64&release=trixie", "all"],
  ])("answers the old finder's search%s with %s", async (query, answer) => {
    const got = await at(`/api/v1/images/search${query}`);
    expect([got.status, got.type, got.body]).toEqual([200, "application/json", `{"results":["${answer}"]}`]);
    expect(got.caching).toBe("no-cache");
  });

  test.skipIf(!isThere).each([name, daily])("answers the old finder's image %s with its manifest", async (image) => {
    const got = await at(`/api/v1/images/${image}`);
    expect([got.status, got.type, got.body]).toEqual([200, "application/json", '{"kind":"List"}']);
  });

  test.skipIf(!isThere)("leads from the old finder's pages to the finder", async () => {
    expect((await at("/image-finder/#/debian")).location).toBe("/images/cloud/finder/index.html");
  });
});

test("both files know every suite", async () => {
  for (const file of ["apache.conf", "nginx.conf"]) {
    const text = await readFile(join(import.meta.dirname, "../../docs/servers", file), "utf8");
    for (const [suite, { id }] of Object.entries(suites))
      expect(text, `${file}: ${suite}`).toMatch(new RegExp(`debian-${id}-.*/${suite}/|\\b${id} ${suite};`));
  }
});
