import { arches, type Arch } from "./definitions/arches.ts";
import { suiteDefinition } from "./definitions/suites.ts";
import type { Image } from "./image.ts";

/** What Glance is told of an image: how Nova is to start it, what is in it, and which of Debian's images it is. */

/** Properties of ours, which no service reads but people and this program do. */
export const debianProperties = {
  version: "debian_version",
  vendor: "debian_vendor",
  /** sha512 of the uncompressed tar: the image's identity, by which its upload is found again. */
  digest: "debian_digest",
  /** The version that took its place. */
  replacement: "debian_replacement",
} as const;

export type Firmware = "bios" | "uefi";

interface Machine {
  /** What the image can be started by, the usual one first; none where Nova knows only one way. */
  firmware: readonly Firmware[];
  /** Whether Debian signs the boot loader and Nova can check it (nova.virt.libvirt.driver: only under UEFI). */
  secureBoot: boolean;
  /** The machine that Secure Boot asks for: on x86_64 no other has the protected memory. */
  machine: string | null;
}

const machines: Record<Arch, Machine> = {
  amd64: { firmware: ["uefi", "bios"], secureBoot: true, machine: "q35" },
  arm64: { firmware: ["uefi"], secureBoot: true, machine: null },
  ppc64el: { firmware: [], secureBoot: false, machine: null },
  riscv64: { firmware: ["uefi"], secureBoot: false, machine: null },
  s390x: { firmware: [], secureBoot: false, machine: null },
};

/**
 * Glance's properties of an image. `firmware` is for a cloud that lacks the usual one; where the arch cannot start by it, the
 * usual one stays.
 */
export function glanceProperties(image: Image, digest: string, firmware?: Firmware): Record<string, string> {
  const { suite, vendor, arch, version } = image;
  const architecture = arches[arch].glance;
  return {
    architecture,
    // Octavia asks by this name, and Nova's scheduler takes it before the other
    hw_architecture: architecture,
    hw_disk_bus: "scsi",
    hw_scsi_model: "virtio-scsi",
    os_type: "linux",
    os_distro: "debian",
    os_version: suiteDefinition(suite).baseId,
    os_admin_user: "debian",
    ...firmwareProperties(machines[arch], firmware),
    [debianProperties.version]: version,
    [debianProperties.vendor]: vendor,
    [debianProperties.digest]: digest,
  };
}

function firmwareProperties(machine: Machine, wanted: Firmware | undefined): Record<string, string> {
  const firmware = machine.firmware.find((known) => known === wanted) ?? machine.firmware[0];
  if (firmware === undefined) return {};
  const secure = firmware === "uefi" && machine.secureBoot;
  return {
    hw_firmware_type: firmware,
    // where the host can; a host that cannot still starts it
    ...(secure && { os_secure_boot: "optional" }),
    ...(secure && machine.machine !== null && { hw_machine_type: machine.machine }),
  };
}
