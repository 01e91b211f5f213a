import { expect, test } from "vitest";
import type { Arch } from "../model/definitions/arches.ts";
import { firmwareFor, type Firmware } from "./firmware.ts";

const all: readonly Firmware[] = ["bios", "uefi", "secure-boot"];

test.each<[Arch, readonly Firmware[], readonly Firmware[]]>([
  ["amd64", all, all],
  ["amd64", ["bios"], ["bios"]],
  ["arm64", all, ["uefi", "secure-boot"]],
  ["arm64", ["bios"], ["uefi"]],
  ["riscv64", ["secure-boot"], ["uefi"]],
  ["ppc64el", ["uefi", "secure-boot"], ["bios"]],
])("of %s, asked for %j, begins with %j", (arch, asked, firmware) => {
  expect(firmwareFor(arch, asked)).toEqual(firmware);
});
