import { expect, test } from "vitest";
import type { Due } from "../../../stacks/publication/guard-rule.ts";
import { unknownResources } from "./unknown-resources.ts";

const known = "debian-13-generic-amd64-daily-20260717-2542";
const removed = "debian-13-generic-amd64-daily-20260716-2541";
const lost = "debian-13-generic-amd64-daily-20260715-2540";

const due: Due = {
  images: new Set([removed]),
  uploads: new Set(),
  shown: new Set(),
  directories: new Set(),
  gates: new Set(),
  sets: new Set(),
  known: new Set([known]),
  uploaded: new Set(),
  targets: new Set(["mirror"]),
};

const files = (image: string, outcome = "passed") =>
  [
    `urn:pulumi:dev::cloud-images::debian:mirror:ImageFiles::${image}-files`,
    { inputs: { image }, outputs: { outcome } },
  ] as const;
const set = (name: string) =>
  [`urn:pulumi:dev::cloud-images::debian:mirror:Version::${name}`, { inputs: {}, outputs: {} }] as const;

test("what the plan does not know and nothing explains is told, image by image and set by set", () => {
  const state = new Map([
    files(known),
    set("debian-13-daily-20260717-2542"),
    files(lost),
    set("debian-13-daily-20260715-2540"),
  ]);
  expect(unknownResources(state, due).map(({ where }) => where)).toEqual([
    `${lost}-files`,
    "debian-13-daily-20260715-2540",
  ]);
});

test("what has its tombstone, was never made, or has no files of its own is not missed", () => {
  const image = ["urn:pulumi:dev::cloud-images::debian:cloud:PublishedImage::x", { inputs: {}, outputs: {} }] as const;
  expect(unknownResources(new Map([files(removed), files(lost, "broken: no space"), image]), due)).toEqual([]);
});
