import type { Firmware } from "../../../../images/boot-test/firmware.ts";
import { arches, type Arch } from "../../../../images/definitions/arches.ts";

/** What tells Nova how to start a test's server (its image metadata schema). */
export const bootProperties = (arch: Arch, firmware: Firmware): Record<string, string> => ({
  architecture: arches[arch].glance,
  hw_architecture: arches[arch].glance,
  hw_disk_bus: "virtio",
  ...properties[firmware],
});

const properties: Record<Firmware, Record<string, string>> = {
  bios: { hw_firmware_type: "bios" },
  uefi: { hw_firmware_type: "uefi" },
  "secure-boot": { hw_firmware_type: "uefi", hw_machine_type: "q35", os_secure_boot: "required" },
};
