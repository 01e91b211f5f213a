import { expect, test } from "vitest";
import { installed } from "../../../test/samples/package-samples.ts";
import { advisedSource, advisedSourceOf } from "./source.ts";

test.each([
  ["linux-signed-amd64", "6.1.192+2", "linux 6.1.192-2"],
  ["linux-signed-arm64", "6.12.9+1~bpo12+1", "linux 6.12.9-1~bpo12+1"],
  ["linux-signed-6.12-amd64", "6.12.117+1~deb12u1", "linux-6.12 6.12.117-1~deb12u1"],
  ["linux-signed-amd64", "6.17~rc3+1~exp1", "linux 6.17~rc3-1~exp1"],
  ["grub-efi-amd64-signed", "1+2.06+13+deb12u1", "grub2 2.06-13+deb12u1"],
  ["grub-efi-amd64-signed", "1+2.02+dfsg1+20+deb10u4", "grub2 2.02+dfsg1-20+deb10u4"],
  ["grub-efi-arm64-signed", "1+2.06+3~deb11u6", "grub2 2.06-3~deb11u6"],
  ["shim-helpers-arm64-signed", "1+15.8+1~deb12u1", "shim 15.8-1~deb12u1"],
  ["fwupd-amd64-signed", "1:1.4+1", "fwupd-efi 1:1.4-1"],
  ["systemd-boot-efi-amd64-signed", "257.8+1~deb13u1", "systemd 257.8-1~deb13u1"],
  ["systemd-boot-efi-amd64-signed", "257.8-1~deb13u1", "systemd 257.8-1~deb13u1"],
])("the signed %s %s is %s to advisories", (name, version, advised) => {
  const source = advisedSource({ name, version });
  expect(`${source.name} ${source.version}`).toBe(advised);
});

test.each([
  ["linux", "6.1.192-2"],
  ["openssl", "3.0.16-1~deb12u1"],
  ["linux-base", "4.12.1~deb12u1"],
  ["shim-signed", "1.51~1+deb12u1"],
])("%s %s is itself", (name, version) => {
  expect(advisedSource({ name, version })).toEqual({ name, version });
});

test("shim's version is told by its signed binaries", () => {
  const signed = installed("shim-signed:amd64", "1.51~1+deb12u1+16.1-2~deb12u1", "shim-signed 1.51~1+deb12u1");
  expect(advisedSourceOf(signed)).toEqual({ name: "shim", version: "16.1-2~deb12u1" });
});

test("a rebuild's advised source is its source, not its own version", () => {
  expect(advisedSourceOf(installed("bash", "5.2.15-2+b7", "bash 5.2.15-2"))).toEqual({
    name: "bash",
    version: "5.2.15-2",
  });
});
