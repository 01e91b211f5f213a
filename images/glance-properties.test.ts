import { describe, expect, it } from "vitest";
import { arches, type Arch } from "./definitions/arches.ts";
import { debianProperties, glanceProperties } from "./glance-properties.ts";
import type { Image } from "./image.ts";
import { version } from "./samples.ts";

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
      hw_scsi_model: "virtio-scsi",
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
    ["riscv64", "riscv64", { hw_firmware_type: "uefi" }],
    ["s390x", "s390x", {}],
  ])("of %s name the architecture %s and start it as that can", (arch, architecture, started) => {
    const properties = glanceProperties(image(arch), digest);
    expect(properties).toMatchObject({ architecture, hw_architecture: architecture });
    const starting = ["hw_firmware_type", "os_secure_boot", "hw_machine_type"];
    expect(Object.fromEntries(Object.entries(properties).filter(([key]) => starting.includes(key)))).toEqual(started);
  });

  it("leave Secure Boot out where a cloud has no UEFI", () => {
    const properties = glanceProperties(image("amd64"), digest, "bios");
    expect(properties.hw_firmware_type).toBe("bios");
    expect(properties).not.toHaveProperty("os_secure_boot");
    expect(properties).not.toHaveProperty("hw_machine_type");
  });

  it("keep the firmware without which an arch does not start", () => {
    expect(glanceProperties(image("arm64"), digest, "bios")).toMatchObject(secure);
  });

  it.each(Object.keys(arches) as Arch[])("of %s are within Glance's bounds of 255 letters", (arch) => {
    for (const [key, value] of Object.entries(glanceProperties(image(arch), digest))) {
      expect(key.length).toBeLessThan(256);
      expect(value.length).toBeLessThan(256);
    }
  });
});
