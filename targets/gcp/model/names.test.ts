import { expect, it } from "vitest";
import type { Vendor } from "../../../images/model/definitions/vendors.ts";
import { version as versionOf } from "../../../test/samples/samples.ts";
import { gcpNames } from "./names.ts";

const version = versionOf("20250210-2019");
const image = { suite: "bookworm", channel: "release", vendor: "gce", arch: "arm64", version } as const;

it.each<[string, Vendor, string, string]>([
  ["of Debian's own vendor leave it out", "gce", "debian", "debian-12-arm64"],
  ["of another vendor name it", "genericcloud", "debian", "debian-genericcloud-12-arm64"],
  ["begin as the stack says", "gce", "mine", "mine-12-arm64"],
])("names %s", (_which, vendor, prefix, family) => {
  expect(gcpNames({ ...image, vendor }, prefix)).toEqual({ family, name: `${family}-20250210-2019` });
});

it.each([
  ["a long family is cut, the version never", "x".repeat(80), `${"x".repeat(49)}-20250210-2019`],
  ["no cut leaves a hyphen at the end", "x".repeat(48), `${"x".repeat(48)}-20250210-2019`],
])("%s", (_rule, prefix, name) => {
  const names = gcpNames(image, prefix);
  expect(names.name).toBe(name);
  expect(names.name.length).toBeLessThanOrEqual(63);
  expect(names.family.length).toBeLessThanOrEqual(63);
});
