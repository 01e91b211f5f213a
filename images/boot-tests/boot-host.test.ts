import { describe, expect, test } from "vitest";
import { isVendor, vendors } from "../model/definitions/vendors.ts";
import { parseMember, type Member } from "../model/image.ts";
import { formatWhere, parseWhere, unfit, whereOf } from "./boot-host.ts";

function imageOf(member: Member) {
  const image = parseMember(member);
  if (image === undefined) throw new Error(member);
  return image;
}

describe("where an image is tested", () => {
  test.each<[Member, string]>([
    ["generic/amd64", "qemu"],
    ["genericcloud/amd64", "qemu"],
    ["genericcloud/arm64", "untested: no machine of arm64 is at hand"],
    ["generic/ppc64el", "untested: no machine of ppc64el is at hand"],
    ["ec2/amd64", "untested: boots only in its own cloud, which is no place of tests yet"],
    ["nocloud/amd64", "untested: has no cloud-init that could run the checks"],
  ])("%s, where nobody says otherwise: %s", (member, where) => {
    expect(formatWhere(whereOf(imageOf(member), {}))).toBe(where);
  });

  test.each<[Member, string]>([
    ["genericcloud/amd64", "nova:daily"],
    ["genericcloud/amd64", "qemu, nova:daily, nova:partner"],
    ["genericcloud/arm64", "qemu"],
    ["generic/amd64", "untested: the machine is away"],
  ])("%s, where the configuration says %s", (member, said) => {
    expect(formatWhere(whereOf(imageOf(member), { [member]: said }))).toBe(said);
  });
});

test.each<[Record<string, string>, string]>([
  [{ amd64: "qemu", "*": "untested: too slow" }, "qemu"],
  [{ "*": "untested: too slow" }, "untested: too slow"],
  [{}, "untested: no machine of amd64 is at hand"],
])("an image of a vendor with the hosts %j is tested at: %s", (boot, where) => {
  const vendor: string = "mycloud";
  if (!isVendor(vendor)) throw new Error(vendor);
  const ownVendor = { ...vendors.generic, boot };
  expect(formatWhere(whereOf({ vendor, arch: "amd64", ownVendor }, {}))).toBe(where);
});

test.each([
  "",
  "kvm",
  "nova:",
  "nova:a b",
  "untested",
  "untested: ",
  "qemu ",
  "qemu,",
  "qemu, qemu",
  "qemu, untested: x",
])("%j is no host", (text) => {
  expect(parseWhere(text)).toBeUndefined();
});

test.each<[Member, string, string | undefined]>([
  ["generic/amd64", "qemu, nova:daily", undefined],
  ["generic/arm64", "nova:daily", undefined],
  ["ec2/amd64", "untested: why not", undefined],
  ["generic/arm64", "nova:daily, qemu", undefined],
  ["generic/ppc64el", "nova:daily, qemu", "amd64 or arm64, which QEMU is set up for"],
  ["ec2/amd64", "qemu", "an image whose tree has a qcow2"],
  ["nocloud/amd64", "nova:daily", "an image with cloud-init, which runs the checks"],
])("%s at %s: %s", (member, text, expected) => {
  expect(unfit(imageOf(member), parseWhere(text) ?? { hosts: [] })).toBe(expected);
});
