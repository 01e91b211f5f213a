import { describe, expect, test } from "vitest";
import type { Member } from "../image.ts";
import { formatPlace, parsePlace, placeOf, unfit } from "./place.ts";

describe("where an image is tested", () => {
  test.each<[Member, string]>([
    ["generic/amd64", "qemu"],
    ["genericcloud/amd64", "qemu"],
    ["genericcloud/arm64", "untested: no machine of arm64 is at hand"],
    ["generic/ppc64el", "untested: no machine of ppc64el is at hand"],
    ["ec2/amd64", "untested: boots only in its own cloud, which is no place of tests yet"],
    ["nocloud/amd64", "untested: has no cloud-init that could run the checks"],
  ])("%s, where nobody says otherwise: %s", (member, place) => {
    expect(formatPlace(placeOf(member, {}))).toBe(place);
  });

  test.each<[Member, string]>([
    ["genericcloud/amd64", "nova:daily"],
    ["generic/amd64", "untested: the machine is away"],
  ])("%s, where the configuration says %s", (member, said) => {
    expect(formatPlace(placeOf(member, { [member]: said }))).toBe(said);
  });
});

test.each(["", "kvm", "nova:", "nova:a b", "untested", "untested: ", "qemu "])("%j is no place", (text) => {
  expect(parsePlace(text)).toBeUndefined();
});

test.each<[Member, string, string | undefined]>([
  ["generic/amd64", "qemu", undefined],
  ["generic/arm64", "nova:daily", "qemu: a cloud's servers are the stack testing's, and open no gate yet"],
  ["ec2/amd64", "untested: why not", undefined],
  ["generic/arm64", "qemu", "amd64, which QEMU is set up for"],
  ["ec2/amd64", "qemu", "an image whose tree has a qcow2"],
  ["nocloud/amd64", "qemu", "an image with cloud-init, which runs the checks"],
])("%s at %s: %s", (member, text, expected) => {
  expect(unfit(member, parsePlace(text) ?? { kind: "qemu" })).toBe(expected);
});
