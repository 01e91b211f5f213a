import type * as pulumi from "@pulumi/pulumi";
import { Image } from "@pulumi/openstack/images/image.js";
import { arches } from "../../images/model/definitions/arches.ts";
import { configDriveBus } from "../../targets/openstack/model/properties.ts";
import type { DiskBus, Firmware, TestArch } from "./model/matrix/weights.ts";
import { leasedName } from "./model/test-vm/lease.ts";

interface TestImageArgs {
  /** ISO 8601, UTC. */
  expires: string;
  /** A path or a web address: qcow2. */
  place: string;
  arch: TestArch;
  firmware: Firmware;
  diskBus: DiskBus;
  /** The folder for a file from the web, until it is uploaded. */
  cache: string;
}

/** Registers a disk image with the hardware of its servers: Nova reads firmware and disk bus from the image only. */
export function testImage(
  name: string,
  { expires, place, arch, firmware, diskBus, cache }: TestImageArgs,
  options: pulumi.CustomResourceOptions,
): Image {
  const source = /^https?:/.test(place) ? { imageSourceUrl: place, imageCachePath: cache } : { localFilePath: place };
  return new Image(
    name,
    {
      ...source,
      name: leasedName({ name, expires: new Date(expires) }),
      diskFormat: "qcow2",
      containerFormat: "bare",
      visibility: "private",
      properties: {
        architecture: arches[arch].machine,
        hw_architecture: arches[arch].machine,
        ...busProperties[diskBus],
        ...firmwareProperties[firmware],
      },
    },
    // Glance adds properties of its own
    { ...options, ignoreChanges: ["name", "properties"] },
  );
}

/** Nova's names (its guide to image properties). */
const busProperties: Record<DiskBus, Record<string, string>> = {
  virtio: { hw_disk_bus: "virtio", ...configDriveBus },
  scsi: { hw_disk_bus: "scsi", ...configDriveBus },
  sata: { hw_disk_bus: "sata", ...configDriveBus },
  none: {},
};

const firmwareProperties: Record<Firmware, Record<string, string>> = {
  bios: { hw_firmware_type: "bios" },
  uefi: { hw_firmware_type: "uefi" },
  "secure-boot": { hw_firmware_type: "uefi", hw_machine_type: "q35", os_secure_boot: "required" },
  none: {},
};
