import { describe, expect, it } from "vitest";
import { takes } from "../../images/model/target.ts";
import { gcpModel } from "./model/index.ts";
import { gcpTypes } from "./model/resources.ts";

const least = { project: "debian-daily", bucket: "debian-daily-uploads" };

describe("cloud-images:targets.gcp", () => {
  it("needs a project and a bucket, and has defaults for the rest", () => {
    expect(gcpModel.config.parse(least).targets).toEqual([
      {
        name: "gcp-debian-daily",
        kind: "cloud",
        required: true,
        vendors: ["gce"],
        arches: ["amd64", "arm64"],
        upkeep: { usdPerGibMonth: expect.any(Number) as number, date: "2026-11-29", copies: 1 },
        gcp: { ...least, location: "eu", prefix: "debian", serviceAccount: null },
      },
    ]);
  });

  it("is nothing where it is left out", () => {
    expect(gcpModel.config.parse(undefined)).toEqual({ targets: [], problems: [], owned: [] });
  });

  it("names what a stack of the other channel must not have", () => {
    expect(gcpModel.config.parse(least).owned[0]?.identities.map(({ key, value }) => [key, value])).toEqual([
      ["project", "debian-daily"],
      ["bucket", "debian-daily-uploads"],
    ]);
  });

  it.each<[string, object, RegExp]>([
    ["Google's own project", { project: "debian-cloud" }, /debian-cloud is Google's own/],
    ["no project's id", { project: "Debian" }, /a project's id/],
    ["no bucket", { bucket: undefined }, /a bucket's name/],
    ["an unknown key", { family: "debian" }, /family/],
    ["no vendor", { vendors: [] }, /at least one vendor/],
    ["a location that is none", { location: "Europe" }, /a region or multi-region/],
  ])("refuses %s", (_is, change, said) => {
    expect(gcpModel.config.safeParse({ ...least, ...change }).error?.message).toMatch(said);
  });
});

describe("a project of Google Cloud", () => {
  const [target] = gcpModel.config.parse({ ...least, vendors: ["generic"] }).targets;
  it.each([
    ["arm64", true],
    ["ppc64el", false],
  ] as const)("takes images of %s: %s, as Google has such machines", (arch, does) => {
    expect(target !== undefined && takes(target, { vendor: "generic", arch })).toBe(does);
  });
});

describe("what shows an image", () => {
  const shown = { phase: "current", public: true, family: "debian-13-arm64-daily", obsolete: false };
  it.each<[string, object, string[]]>([
    ["a current image that is public and in its family", {}, []],
    ["a made one that is public", { phase: "made", family: null }, ["made and public: expected private"]],
    [
      "a hidden one in its family",
      { phase: "hidden", public: false },
      [
        "hidden and in the family debian-13-arm64-daily: expected none",
        "private and in the family debian-13-arm64-daily: expected none",
      ],
    ],
    [
      "a superseded one that is obsolete",
      { phase: "superseded", obsolete: true },
      ["superseded and obsolete, which may be for good: expected it active"],
    ],
  ])("is judged: %s", (_is, change, wrong) => {
    expect(gcpModel.exposure({ type: gcpTypes.imageAccess, inputs: { ...shown, ...change } })).toEqual(wrong);
  });

  it("is never an upload", () => {
    expect(gcpModel.exposure({ type: gcpTypes.image, inputs: { family: "x" } })).toHaveLength(1);
    expect(gcpModel.exposure({ type: gcpTypes.image, inputs: {} })).toEqual([]);
  });
});
