import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
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

  it("a URL, with what lies beside it", async () => {
    const files: Record<string, string> = { "/a.json": JSON.stringify(list), "/a.dpkg-status": status };
    const server = createServer(({ url }, answer) => {
      const text = files[url ?? ""];
      answer.writeHead(text === undefined ? 404 : 200).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const base = `http://127.0.0.1:${address.port}`;
    try {
      expect((await fromFile(`${base}/a.json`)).sides[0]?.contents.dpkgStatus).toBe(status);
      await expect(fromFile(`${base}/b.json`)).rejects.toThrow('b.json is "missing"');
    } finally {
      server.close();
    }
  });
});

describe("refused is", () => {
  it.each([
    ["nothing.json", null, '"missing": expected a build.json, a published manifest or a dpkg-status'],
    ["notes.txt", "some notes", '"some notes": expected a manifest (JSON), or what `dpkg -s` says'],
    ["broken.json", "{ no", "expected"],
    ["other.json", '{"kind": "Upload"}', 'expected "Build"'],
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

  it.each(["a.build.json", "20260717-2542/nothing/amd64", "20260717-2542/x.json", "20261399-1"])("not %s", (text) => {
    expect(wantedInTree(text)).toBeUndefined();
  });
});
