import { describe, expect, test } from "vitest";
import type { BootTests } from "../../images/boot-tests/definition.ts";
import type { Member } from "../../images/model/image.ts";
import { planOf, today } from "../../test/samples/tools-plan-samples.ts";
import { packagesFor } from "../../storage/programs/packages.mjs";
import { bootPrograms } from "./boot-programs.ts";

const bios: BootTests = { firmware: ["bios"], seconds: 600, accelerator: "auto", where: {}, nova: {} };
const emulator = ["genisoimage", "qemu-system-x86"];

/** The Debian packages for a run that makes these images. */
function packages(members: readonly Member[], tests: BootTests | null): string[] {
  const { sets } = planOf({ sets: [{ version: "20260717-2542", phase: "made", members }] });
  const plan = {
    sets: sets.map((set) => ({ ...set, images: set.images.map((image) => ({ ...image, record: null })) })),
  };
  return packagesFor(bootPrograms({ day: today, publications: [{ plan, policy: { tests } }] }));
}

describe("a run needs", () => {
  const cases: readonly (readonly [string, readonly Member[], BootTests | null, readonly string[]])[] = [
    ["the emulator for a boot", ["generic/amd64"], bios, emulator],
    [
      "the firmware for one with UEFI",
      ["generic/amd64"],
      { ...bios, firmware: ["bios", "uefi"] },
      [...emulator, "ovmf"],
    ],
    ["the firmware for Secure Boot", ["generic/amd64"], { ...bios, firmware: ["secure-boot"] }, [...emulator, "ovmf"]],
    [
      "the emulator and UEFI of AArch64, which has no BIOS",
      ["generic/arm64"],
      { ...bios, where: { "generic/arm64": "qemu" } },
      ["genisoimage", "qemu-efi-aarch64", "qemu-system-arm"],
    ],
    ["nothing where nothing boots", ["generic/amd64"], null, []],
    ["nothing for what is not tested", ["azure/amd64", "generic/arm64"], bios, []],
    ["nothing for a boot in a cloud", ["generic/amd64"], { ...bios, where: { "generic/amd64": "nova:daily" } }, []],
  ];
  test.each(cases)("%s", (_, members, tests, expected) => {
    expect(packages(members, tests)).toEqual([...expected].sort());
  });

  test("nothing for an image that is shown", () => {
    const plan = planOf({ sets: [{ version: "20260717-2542", phase: "current", members: ["generic/amd64"] }] });
    expect(bootPrograms({ day: today, publications: [{ plan, policy: { tests: bios } }] })).toEqual([]);
  });
});
