import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../model/errors.ts";
import type { Image } from "../model/image.ts";
import {
  buildDigest,
  buildFacts,
  packagesDigest,
  parseBuild,
  parseManifest,
  publishedManifest,
  serialiseManifest,
  uploadDigest,
  type Build,
} from "./manifest.ts";
import { pythonJson } from "../formats/python-json.ts";
import { version as versionOf } from "../../test/samples/samples.ts";

const version = versionOf("20260717-2542");

const image: Image = { suite: "trixie", channel: "daily", vendor: "genericcloud", arch: "amd64", version };
const tarDigest = "a03a".padEnd(128, "7");

const build: Build = {
  apiVersion: "cloud.debian.org/v1alpha1",
  data: {
    info: {
      arch: "amd64",
      build_id: "cloud-admin-team-master",
      release: "trixie",
      release_baseid: "13",
      release_id: "13",
      type: "official",
      vendor: "genericcloud",
      version,
    },
    packages: [
      { name: "zlib1g:amd64", version: "1:1.3.dfsg+really1.3.1-1" },
      { name: "adduser", version: "3.152" },
    ],
  },
  kind: "Build",
  metadata: {
    annotations: {
      "cloud.debian.org/digest": `sha512:${Buffer.from(tarDigest, "hex").toString("base64").slice(0, 86)}`,
    },
    labels: {
      "cloud.debian.org/vendor": "genericcloud",
      "cloud.debian.org/version": version,
      "debian.org/arch": "amd64",
      "debian.org/dist": "debian",
      "debian.org/release": "trixie",
    },
    uid: "34bdde2e-c3a1-4a1e-abc2-96e637eebd29",
  },
};

const read = (value: unknown): Build => parseBuild(JSON.stringify(value), "x.build.json");

function problemsOf(value: unknown): string {
  try {
    read(value);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return "";
}

const withInfo = (info: object): unknown => ({
  ...build,
  data: { ...build.data, info: { ...build.data.info, ...info } },
});
const withAnnotations = (annotations: object): unknown => ({
  ...build,
  metadata: { ...build.metadata, annotations: { ...build.metadata.annotations, ...annotations } },
});

describe("a build's manifest", () => {
  it("is read as it came", () => {
    expect(read(build)).toEqual(build);
    expect(buildDigest(build)).toBe(tarDigest);
  });

  it("may say more about itself in info, labels and annotations", () => {
    const labels = { ...build.metadata.labels, "example.org/pipeline": "12" };
    const more = { ...build, metadata: { ...build.metadata, labels } };
    expect(read(more)).toEqual(more);
    expect(read(withInfo({ pipeline: "12" }))).toEqual(withInfo({ pipeline: "12" }));
    expect(read(withAnnotations({ note: "ü" }))).toEqual(withAnnotations({ note: "ü" }));
  });

  it.each<[string, unknown, string]>([
    ["a List", { apiVersion: "v1", kind: "List", items: [build] }, "x.build.json: kind"],
    ["an unknown key", { ...build, spec: {} }, "expected no key spec"],
    ["an unknown key of data", { ...build, data: { ...build.data, files: [] } }, "x.build.json: data"],
    ["a missing arch", withInfo({ arch: undefined }), "x.build.json: data.info.arch: expected"],
    ["an info that is no text", withInfo({ serial: 5 }), "x.build.json: data.info.serial"],
    ["an unknown type of build", withInfo({ type: "nightly" }), 'data.info.type is "nightly"'],
    [
      "a package with a source",
      { ...build, data: { ...build.data, packages: [{ name: "a", version: "1", source: "b" }] } },
      "data.packages.0",
    ],
    [
      "a hexadecimal digest",
      withAnnotations({ "cloud.debian.org/digest": `sha512:${tarDigest}` }),
      "86 characters of base64",
    ],
    [
      "a padded digest",
      withAnnotations({ "cloud.debian.org/digest": `${build.metadata.annotations["cloud.debian.org/digest"]}==` }),
      "86 characters",
    ],
    ["a uid that is none", { ...build, metadata: { ...build.metadata, uid: "1" } }, "x.build.json: metadata.uid"],
  ])("is refused with %s, by its place", (_, value, message) => {
    expect(problemsOf(value)).toContain(message);
  });

  it.each(["a\nb", "\u001b[31m", "<script>", "a\u202eb"])(
    "is refused with a package that dpkg would not take: %j",
    (text) => {
      for (const wrong of [
        { name: text, version: "1" },
        { name: "a", version: text },
      ])
        expect(problemsOf({ ...build, data: { ...build.data, packages: [wrong] } })).toContain("as dpkg takes it");
    },
  );

  it.each([
    ["at its top", (text: string) => text.replace("{", '{"kind": "Build",')],
    ["in its depth", (text: string) => text.replace('"arch":', '"arch": "arm64", "arch":')],
    ["of a package, spelt otherwise", (text: string) => text.replace('"name":', '"n\\u0061me": "x", "name":')],
  ])("is refused with a key twice %s, of which readers take one or the other", (_, twice) => {
    expect(() => parseBuild(twice(JSON.stringify(build)), "x.build.json")).toThrow("expected each key once");
  });

  it("is refused when it is cut off", () => {
    expect(() => parseBuild(JSON.stringify(build).slice(0, -5), "x.build.json")).toThrow(
      /x\.build\.json.*expected JSON/,
    );
  });

  it("tells the job, the commit and the command where the build brings them", () => {
    const brought = withAnnotations({
      "build.cloud.debian.org/job": "https://salsa.debian.org/cloud-team/debian-cloud-images/-/jobs/1",
      "build.cloud.debian.org/commit": "0a1b2c",
      "build.cloud.debian.org/command": "debian-cloud-images build trixie genericcloud amd64",
    });
    expect(buildFacts(read(brought))).toEqual({
      job: "https://salsa.debian.org/cloud-team/debian-cloud-images/-/jobs/1",
      commit: "0a1b2c",
      command: "debian-cloud-images build trixie genericcloud amd64",
    });
    expect(buildFacts(build)).toEqual({ job: null, commit: null, command: null });
  });

  it("tells no job and no command that a credential stands in: a tree that is adopted may have such manifests", () => {
    const brought = withAnnotations({
      "build.cloud.debian.org/job": "https://me:hunter2@salsa.debian.org/a/-/jobs/1",
      "build.cloud.debian.org/command": "build --password hunter2",
    });
    expect(buildFacts(read(brought))).toEqual({ job: null, commit: null, command: null });
  });

  it("cannot put a script where pages make a link", () => {
    const facts = buildFacts(read(withAnnotations({ "build.cloud.debian.org/job": "javascript:alert(1)" })));
    expect(facts.job).toBeNull();
  });
});

describe("a published manifest", () => {
  const hex = (digit: string): string => digit.repeat(128);
  const uploads = [
    { format: "qcow2", sha512: hex("c") },
    { format: "tar.xz", sha512: hex("a") },
    { format: "raw", sha512: hex("b") },
  ] as const;
  const manifest = publishedManifest({ build, image, uploads });
  const [, ...published] = manifest.items;

  it("has the Build as it came, then an Upload for each file in upstream's order", () => {
    expect(manifest.items[0]).toBe(build);
    expect(
      published.map((upload) => [upload.data.ref, upload.metadata.labels["upload.cloud.debian.org/image-format"]]),
    ).toEqual([
      ["trixie/daily/20260717-2542/debian-13-genericcloud-amd64-daily-20260717-2542.tar.xz", "internal"],
      ["trixie/daily/20260717-2542/debian-13-genericcloud-amd64-daily-20260717-2542.raw", "raw"],
      ["trixie/daily/20260717-2542/debian-13-genericcloud-amd64-daily-20260717-2542.qcow2", "qcow2"],
    ]);
    expect(published.map(uploadDigest)).toEqual([hex("a"), hex("b"), hex("c")]);
  });

  it("names the release's place for a release", () => {
    const release = publishedManifest({ build, image: { ...image, channel: "release" }, uploads: [uploads[1]] });
    expect(release.items[1]).toMatchObject({
      data: { familyRef: null, ref: "trixie/20260717-2542/debian-13-genericcloud-amd64-20260717-2542.tar.xz" },
      metadata: { labels: { "upload.cloud.debian.org/type": "release", "debian.org/release": "trixie" } },
    });
  });

  it("comes out the same again, with a uid of its own for each file", () => {
    expect(serialiseManifest(publishedManifest({ build, image, uploads }))).toBe(serialiseManifest(manifest));
    expect(new Set(published.map(({ metadata }) => metadata.uid)).size).toBe(3);
    expect(published[0]?.metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("is read back as it was written, byte for byte", () => {
    const text = serialiseManifest(manifest);
    expect(parseManifest(text, "x.json")).toEqual(manifest);
    expect(serialiseManifest(parseManifest(text, "x.json"))).toBe(text);
  });

  it("may hold Uploads to clouds, as adopted trees do", () => {
    const [first] = published;
    const ami = {
      ...first,
      data: { familyRef: null, provider: "ec2.eu-west-1.amazonaws.com", ref: "ami-0123456789abcdef0" },
    };
    const text = pythonJson({ ...manifest, items: [build, ami] });
    expect(parseManifest(text, "x.json").items[1]?.data.ref).toBe("ami-0123456789abcdef0");
  });

  it("is refused without its Build", () => {
    expect(() => parseManifest(pythonJson({ ...manifest, items: published }), "x.json")).toThrow(UserError);
  });
});

describe("Debian's own manifests", () => {
  const data = "../shared/data";
  const files = existsSync(data) ? readdirSync(data).filter((name) => name.endsWith(".json")) : [];

  it.skipIf(files.length === 0).each(files.length === 0 ? ["none here"] : files)(
    "%s comes back byte for byte",
    (name) => {
      const text = readFileSync(`${data}/${name}`, "utf8");
      expect(serialiseManifest(parseManifest(text, name))).toBe(text);
    },
  );

  it.skipIf(files.length === 0)("are what ours are made like", () => {
    const text = readFileSync(`${data}/${files[0] ?? ""}`, "utf8");
    const [debianBuild, ...debianUploads] = parseManifest(text, "x.json").items;
    const { arch, version: built } = debianBuild.data.info;
    const parsed = versionOf(built);
    if (arch !== "amd64") throw new Error("the first file is another than expected");
    const ours = publishedManifest({
      build: debianBuild,
      image: { suite: "bullseye", channel: "release", vendor: "genericcloud", arch, version: parsed },
      uploads: (["tar.xz", "raw", "qcow2"] as const).map((format, index) => {
        const upload = debianUploads[index];
        if (upload === undefined) throw new Error("Debian publishes three files");
        return { format, sha512: uploadDigest(upload) };
      }),
    });
    const withoutUid = (json: string): string => json.replace(/"uid": ".*"/g, '"uid": ""');
    expect(withoutUid(serialiseManifest(ours))).toBe(withoutUid(text));
  });
});

describe("JSON as Python writes it", () => {
  it.each<[string, Parameters<typeof pythonJson>[0], string]>([
    [
      "keys by code point",
      { "\u{1f600}": "", "\uff01": "", b: "", a: "" },
      '{\n    "a": "",\n    "b": "",\n    "\\uff01": "",\n    "\\ud83d\\ude00": ""\n}',
    ],
    ["digits in keys as text", { 9: "", 10: "" }, '{\n    "10": "",\n    "9": ""\n}'],
    ["empty lists and objects on one line", [[], {}], "[\n    [],\n    {}\n]"],
    ["control characters escaped", '\u0001\n\t\u007f"\\/', '"\\u0001\\n\\t\\u007f\\"\\\\/"'],
  ])("writes %s", (_, value, text) => {
    expect(pythonJson(value)).toBe(text);
  });

  it("does so for every text", () => {
    const python = hasPython();
    const values = fc.sample(fc.dictionary(fc.string({ unit: "binary" }), fc.string({ unit: "binary" })), 50);
    for (const value of values) expect(JSON.parse(pythonJson(value))).toEqual(value);
    if (!python) return;
    const script =
      "import json,sys; [print(json.dumps(v,indent=4,sort_keys=True,separators=(',',': '))) for v in json.load(sys.stdin)]";
    const written = execFileSync("python3", ["-c", script], { input: JSON.stringify(values), encoding: "utf8" });
    expect(values.map((value) => `${pythonJson(value)}\n`).join("")).toBe(written);
  });
});

function hasPython(): boolean {
  try {
    execFileSync("python3", ["-c", ""], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe("the digest of a package list", () => {
  const some = [
    { name: "a", version: "1" },
    { name: "b", version: "2" },
  ];

  it("does not depend on the order", () => {
    expect(packagesDigest(some)).toBe(packagesDigest(some.toReversed()));
  });

  it.each([
    [
      "another version",
      [
        { name: "a", version: "1" },
        { name: "b", version: "3" },
      ],
    ],
    ["a package less", [{ name: "a", version: "1" }]],
    [
      "another name",
      [
        { name: "a", version: "1" },
        { name: "c", version: "2" },
      ],
    ],
  ])("differs with %s", (_, other) => {
    expect(packagesDigest(other)).not.toBe(packagesDigest(some));
  });
});
