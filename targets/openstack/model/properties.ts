import { arches, type Arch } from "../../../images/model/definitions/arches.ts";
import { suiteDefinition } from "../../../images/model/definitions/suites.ts";
import type { Image } from "../../../images/model/image.ts";

/** An image's Glance properties: how Nova starts it, what is in it, and which of Debian's images it is. */

/** Our own properties, for people and this program: no service reads them. */
export const debianProperties = {
  version: "debian_version",
  vendor: "debian_vendor",
  /** sha512 of the uncompressed tar: the image's identity, by which its upload is found again. */
  digest: "debian_digest",
  /** The version that took its place. */
  replacement: "debian_replacement",
} as const;

export const firmwares = ["bios", "uefi"] as const;
export type Firmware = (typeof firmwares)[number];

export const secureBoots = ["disabled", "optional", "required"] as const;
type SecureBoot = (typeof secureBoots)[number];

/** Properties that a cloud may override for every arch: Nova's names and values (its image metadata schema). */
export const hardwareChoices = {
  hw_disk_bus: ["scsi", "virtio"],
  hw_qemu_guest_agent: ["yes", "no"],
  hw_rng_model: ["virtio"],
} as const;
type HardwareChoices = { [Key in keyof typeof hardwareChoices]?: (typeof hardwareChoices)[Key][number] };

/**
 * Where a server finds its config drive. On q35, which UEFI takes, Nova would choose SATA, for which Debian's cloud kernel has no driver
 * before trixie (`drivesOf`): cloud-init would find nothing, and nobody could log in.
 */
export const configDriveBus = { hw_cdrom_bus: "scsi", hw_scsi_model: "virtio-scsi" } as const;

/** How a cloud's hypervisors start images. */
export interface Hardware {
  /** Null: the usual one of each arch. An arch that cannot start by it keeps its own. */
  firmware: Firmware | null;
  /** Where Debian signs the boot loader. */
  secureBoot: SecureBoot;
  properties: HardwareChoices;
}

/** `optional`: where the host can; a host that cannot still starts it. */
export const usualHardware: Hardware = { firmware: null, secureBoot: "optional", properties: {} };

interface Machine {
  /** What the image can be started by, the usual one first; none where Nova knows only one way. */
  firmware: readonly Firmware[];
  /** Whether Debian signs the boot loader and Nova can check it (nova.virt.libvirt.driver: only under UEFI). */
  secureBoot: boolean;
  /**
   * The machine that UEFI asks for: on x86_64 no other has the protected memory of Secure Boot, and of riscv64 Nova has no
   * default (nova.virt.libvirt.utils), without which it refuses UEFI.
   */
  machine: string | null;
}

const machines: Record<Arch, Machine> = {
  amd64: { firmware: ["uefi", "bios"], secureBoot: true, machine: "q35" },
  arm64: { firmware: ["uefi"], secureBoot: true, machine: null },
  ppc64el: { firmware: [], secureBoot: false, machine: null },
  riscv64: { firmware: ["uefi"], secureBoot: false, machine: "virt" },
  s390x: { firmware: [], secureBoot: false, machine: null },
};

/** Glance's properties of an image, on hardware that its arch has. */
export function glanceProperties(
  image: Image,
  digest: string,
  hardware: Hardware = usualHardware,
): Record<string, string> {
  const { suite, vendor, arch, version } = image;
  const architecture = arches[arch].machine;
  return {
    architecture,
    // Octavia asks by this name, and Nova's scheduler takes it before the other
    hw_architecture: architecture,
    ...configDriveBus,
    hw_disk_bus: "scsi",
    ...hardware.properties,
    os_type: "linux",
    os_distro: "debian",
    os_version: suiteDefinition(suite).baseId,
    os_admin_user: "debian",
    ...firmwareProperties(machines[arch], hardware),
    [debianProperties.version]: version,
    [debianProperties.vendor]: vendor,
    [debianProperties.digest]: digest,
  };
}

function firmwareProperties(machine: Machine, { firmware: wanted, secureBoot }: Hardware): Record<string, string> {
  const firmware = machine.firmware.find((known) => known === wanted) ?? machine.firmware[0];
  if (firmware === undefined) return {};
  if (firmware === "bios") return { hw_firmware_type: firmware };
  return {
    hw_firmware_type: firmware,
    ...(machine.secureBoot && { os_secure_boot: secureBoot }),
    ...(machine.machine !== null && { hw_machine_type: machine.machine }),
  };
}

/** Properties that only this program sets: if it sets no value, there must be none. */
export const ownProperties: ReadonlySet<string> = new Set([
  "hw_firmware_type",
  "os_secure_boot",
  "hw_machine_type",
  ...Object.keys(configDriveBus),
  ...Object.keys(hardwareChoices),
]);
