import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { listen } from "../../test/peers/loopback.ts";
import { fromFile } from "./file.ts";
import { wantedInTree } from "./tree.ts";

const folder = mkdtempSync(join(tmpdir(), "diff-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const build = {
  apiVersion: "cloud.debian.org/v1alpha1",
  kind: "Build",
  data: {
    info: {
      arch: "amd64",
      build_id: "x",
      release: "bookworm",
      release_baseid: "12",
      release_id: "12",
      type: "official",
      vendor: "generic",
      version: "20260717-2542",
    },
    packages: [{ name: "bash", version: "5.2-1+b1" }],
  },
  metadata: {
    annotations: { "cloud.debian.org/digest": `sha512:${"A".repeat(86)}` },
    labels: {},
    uid: "01234567-89ab-4def-8123-456789abcdef",
  },
};
const list = { apiVersion: "v1", items: [build], kind: "List" };
const status = "Package: bash\nStatus: install ok installed\nSource: bash (5.2-1)\nVersion: 5.2-1+b1\n";

describe("an image is read from", () => {
  it.each([
    ["a build's manifest", "a.build.json", "a.dpkg-status", JSON.stringify(build)],
    ["a published manifest", "b.json", "b.dpkg-status", JSON.stringify(list)],
  ])("%s, with the dpkg-status beside it", async (_, name, beside, text) => {
    const location = write(name, text);
    expect((await fromFile(location)).sides[0]?.contents.dpkgStatus).toBeNull();
    write(beside, status);
    expect(await fromFile(location)).toEqual({
      name: location,
      isSet: false,
      sides: [
        {
          name: location,
          image: { suite: "bookworm", vendor: "generic", arch: "amd64" },
          contents: { packages: [{ name: "bash", version: "5.2-1+b1" }], dpkgStatus: status },
        },
      ],
    });
  });

  it("a dpkg-status alone", async () => {
    const { sides } = await fromFile(write("c.dpkg-status", status));
    expect(sides[0]?.contents.packages).toMatchObject([{ name: "bash", version: "5.2-1+b1" }]);
    expect(sides[0]?.image).toBeNull();
  });
});

/** A server's files by path; `moved` redirects to `/a.json`, and other paths get the given answer. */
async function served(missing: { code: number; text?: string }, work: (base: string) => Promise<void>): Promise<void> {
  const files: Record<string, string> = {
    "/a.json": JSON.stringify(list),
    "/a.dpkg-status": status,
    "/signed.json?token=1": JSON.stringify(list),
    "/signed.dpkg-status?token=1": status,
    "/alone.build.json": JSON.stringify(build),
  };
  const server = createServer(({ url }, answer) => {
    const text = files[url ?? ""];
    if (url === "/moved.json") answer.writeHead(302, { location: "/a.json" }).end();
    else if (text === undefined) answer.writeHead(missing.code).end(missing.text);
    else answer.writeHead(200).end(text);
  });
  const url = await listen(server);
  try {
    await work(url);
  } finally {
    server.close();
  }
}

const statusAt = async (address: string) => (await fromFile(address)).sides[0]?.contents.dpkgStatus;

describe("of a server", () => {
  it("the dpkg-status beside a URL is read too, with the URL's query", () =>
    served({ code: 404 }, async (base) => {
      expect(await statusAt(`${base}/a.json`)).toBe(status);
      expect(await statusAt(`${base}/signed.json?token=1`)).toBe(status);
      expect((await fromFile(`${base}/moved.json`)).sides[0]?.contents.packages).toEqual(build.data.packages);
    }));

  it.each([
    [404, "what is not there"],
    [410, "what went"],
    [403, "what is not there in a store whose folders nobody may list"],
    [200, "<!doctype html><title>Not found</title>"],
  ])("HTTP %s for the dpkg-status is no dpkg-status: %s", (code, text) =>
    served({ code, text }, async (base) => {
      expect(await statusAt(`${base}/alone.build.json`)).toBeNull();
    }),
  );

  it.each([401, 429, 500, 503])("HTTP %s for the dpkg-status is said: it may be there", (code) =>
    served({ code }, async (base) => {
      await expect(statusAt(`${base}/alone.build.json`)).rejects.toThrow(`alone.dpkg-status is "HTTP ${code}"`);
    }),
  );

  it.each([
    [404, '"missing"'],
    [403, '"HTTP 403"'],
  ])("HTTP %s for the file itself is said: %s", (code, said) =>
    served({ code }, async (base) => {
      await expect(fromFile(`${base}/b.json`)).rejects.toThrow(`b.json is ${said}`);
    }),
  );
});

describe("refused is", () => {
  it.each([
    ["nothing.json", null, '"missing": expected a build.json, a published manifest or a dpkg-status'],
    ["notes.txt", "some notes", '"some notes": expected a manifest (JSON), or what `dpkg -s` says'],
    ["broken.json", "{ no", "expected"],
    ["other.json", '{"kind": "Upload"}', "expected Build"],
  ])("%s", async (name, text, said) => {
    if (text !== null) write(name, text);
    await expect(fromFile(join(folder, name))).rejects.toThrow(said);
  });

  it("a folder", async () => {
    await expect(fromFile(folder)).rejects.toThrow('"a folder"');
  });
});

describe("in the tree is looked for", () => {
  it.each([
    ["20260717-2542", null, null],
    ["20260717-2542/genericcloud/arm64", { vendor: "genericcloud", arch: "arm64" }, null],
    [
      "debian-12-genericcloud-arm64-daily-20260717-2542",
      { vendor: "genericcloud", arch: "arm64" },
      { suite: "bookworm", channel: "daily" },
    ],
  ])("%s", (text, vendorArch, channel) => {
    const wanted = wantedInTree(text);
    expect(wanted).toMatchObject({ text, version: "20260717-2542" });
    expect(wanted?.vendorArch ?? null).toEqual(vendorArch === null ? null : expect.objectContaining(vendorArch));
    expect(wanted?.channel ?? null).toEqual(channel === null ? null : expect.objectContaining(channel));
  });

  it.each(["a.build.json", "20260717-2542/generic/vax", "20260717-2542/x.json", "20261399-1"])("not %s", (text) => {
    expect(wantedInTree(text)).toBeUndefined();
  });
});
