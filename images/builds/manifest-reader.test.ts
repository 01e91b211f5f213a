import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readerProblems } from "./debian-reader.fixture.ts";
import { digestAnnotation } from "./digest.ts";
import type { Image } from "../model/image.ts";
import { buildAnnotations, parseBuild, publishedManifest, serialiseManifest } from "./manifest.ts";
import { version } from "../../test/samples/samples.ts";

const image: Image = {
  suite: "trixie",
  channel: "daily",
  vendor: "genericcloud",
  arch: "amd64",
  version: version("20260717-2542"),
};
const hex = "ab".repeat(64);

type Texts = Readonly<Record<string, string>>;
interface Extras {
  labels?: Texts;
  annotations?: Texts;
  info?: Texts;
}

/** A build's manifest as text, with whatever more it says of itself. */
const buildText = ({ labels = {}, annotations = {}, info = {} }: Extras = {}): string =>
  JSON.stringify({
    apiVersion: "cloud.debian.org/v1alpha1",
    data: {
      info: {
        ...info,
        arch: "amd64",
        build_id: "manual",
        release: "trixie",
        release_baseid: "13",
        release_id: "13",
        type: "official",
        vendor: "genericcloud",
        version: image.version,
      },
      packages: [{ name: "adduser", version: "3.152" }],
    },
    kind: "Build",
    metadata: {
      annotations: { ...annotations, "cloud.debian.org/digest": digestAnnotation(hex) },
      labels: { ...labels, "cloud.debian.org/vendor": "genericcloud", "cloud.debian.org/version": image.version },
      uid: "34bdde2e-c3a1-4a1e-abc2-96e637eebd29",
    },
  });

const published = (build: string): string =>
  serialiseManifest(
    publishedManifest({
      build: parseBuild(build, "x.build.json"),
      image,
      uploads: (["tar.xz", "raw", "qcow2"] as const).map((format) => ({ format, sha512: hex })),
    }),
  );

/** Any text under any name; a name that objects give a meaning to has a case of its own. */
const texts = fc.dictionary(
  fc.string({ unit: "binary" }).filter((key) => key !== "__proto__"),
  fc.string({ unit: "binary" }),
);

describe("what a build says more of itself", () => {
  it("is in the published manifest as it came, its labels on every file, and Debian's reader takes it", () => {
    fc.assert(
      fc.property(texts, texts, texts, (labels, annotations, info) => {
        const build = buildText({ labels, annotations, info });
        const text = published(build);
        expect(readerProblems(text)).toEqual([]);
        expect((JSON.parse(text) as { items: unknown[] }).items[0]).toEqual(JSON.parse(build));
      }),
    );
  });

  it("may be its job, its commit and its command", () => {
    const annotations = {
      [buildAnnotations.job]: "https://salsa.debian.org/cloud-team/debian-cloud-images/-/jobs/1234567",
      [buildAnnotations.commit]: "0a1b2c3d",
      [buildAnnotations.command]: "debian-cloud-images build trixie genericcloud amd64 # ü",
    };
    const text = published(buildText({ annotations, labels: { "build.cloud.debian.org/pipeline": "12" } }));
    expect(readerProblems(text)).toEqual([]);
    for (const value of Object.values(annotations))
      expect(text).toContain(JSON.stringify(value).replace("ü", "\\u00fc"));
    expect(text.match(/"build\.cloud\.debian\.org\/pipeline": "12"/g)).toHaveLength(4);
  });

  it("is invented nowhere", () => {
    const build = buildText();
    const text = published(build);
    expect((JSON.parse(text) as { items: unknown[] }).items[0]).toEqual(JSON.parse(build));
    expect(readerProblems(text)).toEqual([]);
  });

  it.each(["labels", "annotations", "info"])(
    "is refused under a name that would be dropped: __proto__ in %s",
    (where) => {
      const build = buildText({ [where]: { kept: "x" } }).replace('"kept"', '"__proto__"');
      expect(() => parseBuild(build, "x.build.json")).toThrow(/x\.build\.json.*__proto__/s);
    },
  );
});

describe("the reader that published manifests are checked with", () => {
  const good = JSON.parse(published(buildText())) as { items: [Item, Item, ...Item[]] };
  interface Item {
    data: Record<string, unknown>;
    metadata: { labels: Texts; annotations: Texts };
  }
  const changed = (change: (items: [Item, Item, ...Item[]]) => unknown): string => {
    const copy = structuredClone(good);
    change(copy.items);
    return JSON.stringify(copy);
  };

  it.each<[string, (items: [Item, Item, ...Item[]]) => unknown, RegExp]>([
    ["an unknown key of data", ([build]) => (build.data["files"] = []), /unknown key files/],
    ["an unknown key of metadata", ([build]) => Object.assign(build.metadata, { name: "x" }), /unknown key name/],
    ["a missing key", ([, upload]) => delete upload.data["familyRef"], /no familyRef/],
    ["a number in info", ([build]) => Object.assign(build.data["info"] as object, { job: 7 }), /info\.job is no text/],
    ["a lost label", ([, upload]) => Object.assign(upload.metadata, { labels: {} }), /has lost the label/],
    ["a label from nowhere", ([, upload]) => Object.assign(upload.metadata.labels, { x: "y" }), /from nowhere: x/],
    ["a digest that is none", ([, upload]) => Object.assign(upload.metadata, { annotations: {} }), /has no digest/],
  ])("refuses %s", (_, change, problem) => {
    expect(readerProblems(changed(change)).join()).toMatch(problem);
  });

  const data = "../shared/data";
  const files = existsSync(data) ? readdirSync(data).filter((name) => name.endsWith(".json")) : [];

  it.skipIf(files.length === 0).each(files.length === 0 ? ["none here"] : files)("takes Debian's own %s", (name) => {
    expect(readerProblems(readFileSync(`${data}/${name}`, "utf8"))).toEqual([]);
  });
});
