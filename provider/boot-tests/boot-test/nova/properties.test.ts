import { expect, test } from "vitest";
import type { Image } from "../../../../images/model/image.ts";
import { version } from "../../../../test/samples/samples.ts";
import { bootProperties } from "./properties.ts";

const image: Image = {
  suite: "trixie",
  channel: "daily",
  vendor: "genericcloud",
  arch: "amd64",
  version: version("20260717-2542"),
};

test.each([
  ["bios", { hw_firmware_type: "bios" }],
  ["uefi", { hw_firmware_type: "uefi", hw_machine_type: "q35", os_secure_boot: "disabled" }],
  ["secure-boot", { hw_firmware_type: "uefi", hw_machine_type: "q35", os_secure_boot: "required" }],
] as const)("a server starts by %s", (firmware, expected) => {
  expect(bootProperties(image, firmware)).toMatchObject({ ...expected, hw_disk_bus: "scsi" });
});

test("nobody takes the upload for a published image", () => {
  expect(Object.keys(bootProperties(image, "bios")).filter((key) => key.startsWith("debian_"))).toEqual([]);
});
