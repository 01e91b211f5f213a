import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arches, isArch, type Arch } from "../../../images/model/definitions/arches.ts";
import {
  debianProperties,
  firmwares,
  glanceProperties,
  hardwareChoices,
  ownProperties,
  secureBoots,
  usualHardware,
  type Firmware,
  type Hardware,
} from "./properties.ts";
import type { Image } from "../../../images/model/image.ts";
import { version } from "../../../test/samples/samples.ts";

const image = (arch: Arch, suite: Image["suite"] = "trixie"): Image => ({
  suite,
  channel: "daily",
  vendor: "genericcloud",
  arch,
  version: version("20260717-2542"),
});

const digest = "d".repeat(128);

describe("properties of an image in Glance", () => {
  it("say what is in it and which of Debian's images it is", () => {
    expect(glanceProperties(image("amd64"), digest)).toMatchObject({
      hw_disk_bus: "scsi",
      os_type: "linux",
      os_distro: "debian",
      os_version: "13",
      os_admin_user: "debian",
      [debianProperties.version]: "20260717-2542",
      [debianProperties.vendor]: "genericcloud",
      [debianProperties.digest]: digest,
    });
  });

  it.each([
    ["bookworm-backports", "12"],
    ["sid", "sid"],
  ] as const)("of %s name the release %s", (suite, release) => {
    expect(glanceProperties(image("amd64", suite), digest).os_version).toBe(release);
  });

  const secure = { hw_firmware_type: "uefi", os_secure_boot: "optional" };
  it.each<[Arch, string, Record<string, string>]>([
    ["amd64", "x86_64", { ...secure, hw_machine_type: "q35" }],
    ["arm64", "aarch64", secure],
    ["ppc64el", "ppc64le", {}],
    ["riscv64", "riscv64", { hw_firmware_type: "uefi", hw_machine_type: "virt" }],
    ["s390x", "s390x", {}],
  ])("of %s name the architecture %s and start it as that can", (arch, architecture, started) => {
    const properties = glanceProperties(image(arch), digest);
    expect(properties).toMatchObject({ architecture, hw_architecture: architecture });
    const starting = ["hw_firmware_type", "os_secure_boot", "hw_machine_type"];
    expect(Object.fromEntries(Object.entries(properties).filter(([key]) => starting.includes(key)))).toEqual(started);
  });

  const on = (arch: Arch, hardware: Partial<Hardware>) =>
    glanceProperties(image(arch), digest, { ...usualHardware, ...hardware });

  it("leave Secure Boot out where a cloud has no UEFI", () => {
    const properties = on("amd64", { firmware: "bios", secureBoot: "required" });
    expect(properties.hw_firmware_type).toBe("bios");
    expect(properties).not.toHaveProperty("os_secure_boot");
    expect(properties).not.toHaveProperty("hw_machine_type");
  });

  it("keep the firmware without which an arch does not start", () => {
    expect(on("arm64", { firmware: "bios" })).toMatchObject(secure);
  });

  it.each(secureBoots)("say where Debian signs the loader, and there alone, that Secure Boot is %s", (secureBoot) => {
    expect(on("amd64", { secureBoot }).os_secure_boot).toBe(secureBoot);
    for (const arch of ["ppc64el", "riscv64", "s390x"] as const)
      expect(on(arch, { secureBoot })).not.toHaveProperty("os_secure_boot");
  });

  it("put the config drive where Debian's cloud kernel finds it, whatever the disk is on", () => {
    const properties = on("arm64", { properties: { hw_disk_bus: "virtio", hw_qemu_guest_agent: "yes" } });
    expect(properties).toMatchObject({ hw_disk_bus: "virtio", hw_qemu_guest_agent: "yes" });
    expect(properties).toMatchObject({ hw_cdrom_bus: "scsi", hw_scsi_model: "virtio-scsi" });
  });

  const anyHardware = fc.record({
    firmware: fc.constantFrom(null, ...firmwares),
    secureBoot: fc.constantFrom(...secureBoots),
    properties: fc.record(
      { hw_disk_bus: fc.constantFrom(...hardwareChoices.hw_disk_bus), hw_rng_model: fc.constant("virtio" as const) },
      { requiredKeys: [] },
    ),
  });

  it.each(Object.keys(arches).filter(isArch))("of %s fit its arch and each other, whatever a cloud wants", (arch) => {
    fc.assert(
      fc.property(anyHardware, (hardware) => {
        const properties = on(arch, hardware);
        const { hw_firmware_type: firmware, os_secure_boot: secureBoot } = properties;
        expect(canBe[arch]).toContain(firmware);
        if (secureBoot !== undefined) expect(firmware).toBe("uefi");
        expect(properties).toMatchObject({ architecture: arches[arch].machine, debian_digest: digest });
        const own = Object.keys(properties).filter((key) => /^hw_|secure/.test(key) && key !== "hw_architecture");
        expect(own.filter((key) => !ownProperties.has(key))).toEqual([]);
      }),
    );
  });

  /** What Nova can start an arch by. */
  const canBe: Record<Arch, (Firmware | undefined)[]> = {
    amd64: ["bios", "uefi"],
    arm64: ["uefi"],
    ppc64el: [undefined],
    riscv64: ["uefi"],
    s390x: [undefined],
  };

  it.each(Object.keys(arches) as Arch[])("of %s are within Glance's bounds of 255 letters", (arch) => {
    for (const [key, value] of Object.entries(glanceProperties(image(arch), digest))) {
      expect(key.length).toBeLessThan(256);
      expect(value.length).toBeLessThan(256);
    }
  });
});
