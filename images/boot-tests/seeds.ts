import { drivesOf, type Drive } from "../model/definitions/kernels.ts";
import type { Arch } from "../model/definitions/arches.ts";
import type { Suite } from "../model/definitions/suites.ts";
import type { VendorDefinition } from "../model/definitions/vendors.ts";

/*
 * Where cloud-init finds the user's data at the first boot of an image that somebody starts without a cloud: its data source NoCloud
 * reads a seed, a small file system with the label `cidata`, or asks a web server that the machine's SMBIOS names.
 */

/** A way to give a machine its seed. */
interface SeedWay {
  way: Drive | "smbios";
  /** `as a virtio disk` */
  title: string;
  /** The arches whose usual QEMU machines have it; every arch where it is left out. */
  arches?: readonly Arch[];
  /** The QEMU machine that alone has it. */
  machine?: string;
  /** The arguments of QEMU, for the file `seed.iso`, or for a server at port 8000 of the host. */
  qemu: string;
}

const seedDrive = "-drive file=seed.iso,if=none,id=seed,format=raw,readonly=on";

/** The way that works with every image. */
export const plainestSeed: SeedWay = {
  way: "virtio",
  title: "a virtio disk",
  qemu: "-drive file=seed.iso,if=virtio,format=raw,readonly=on",
};

const seedWays: readonly SeedWay[] = [
  plainestSeed,
  {
    way: "scsi",
    title: "a CD-ROM on virtio-scsi",
    arches: ["amd64", "arm64", "ppc64el", "riscv64"],
    qemu: `-device virtio-scsi-pci ${seedDrive} -device scsi-cd,drive=seed`,
  },
  {
    way: "sata",
    title: "a CD-ROM on SATA: libvirt’s and Proxmox’s choice for the machine q35",
    arches: ["amd64"],
    qemu: `${seedDrive} -device ide-cd,drive=seed,bus=ide.0`,
  },
  {
    way: "ide",
    title: "a CD-ROM on IDE: only the machine pc has it",
    arches: ["amd64"],
    machine: "pc",
    qemu: `${seedDrive} -device ide-cd,drive=seed,bus=ide.1`,
  },
  {
    way: "usb",
    title: "a USB stick",
    arches: ["amd64", "arm64"],
    qemu: `-device qemu-xhci ${seedDrive} -device usb-storage,drive=seed`,
  },
  {
    way: "smbios",
    title: "user-data and meta-data on a web server of the host",
    arches: ["amd64", "arm64"],
    // cloud-init before 24.1 asks no server for ds=nocloud
    qemu: '-smbios "type=1,serial=ds=nocloud-net;s=http://10.0.2.2:8000/"',
  },
];

/** The ways that a machine of the arch has, and whether the image's kernel sees the seed there. */
export function seedsOf(
  { suite, arch }: { suite: Suite; arch: Arch },
  { kernel }: Pick<VendorDefinition, "kernel">,
): { seed: SeedWay; isSeen: boolean }[] {
  const seen: readonly string[] = drivesOf(suite, kernel);
  return seedWays
    .filter(({ arches }) => arches === undefined || arches.includes(arch))
    .map((seed) => ({ seed, isSeen: seed.way === "smbios" || seen.includes(seed.way) }));
}
