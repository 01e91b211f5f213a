import { firmwareFiles, isQemuArch, qemuMachines, type QemuArch } from "../../boot-tests/qemu-machines.ts";
import { plainestSeed, seedsOf } from "../../boot-tests/seeds.ts";
import { arches, type Firmware } from "../../model/definitions/arches.ts";
import { definitionOf, type VendorDefinition } from "../../model/definitions/vendors.ts";
import type { CataloguedImage } from "../catalogue.ts";
import { disksOf } from "../disks.ts";
import { html, joined, type Html, type Part } from "../html.ts";
import { command, facts, paragraph, section, table } from "../parts.ts";

/** How to start an image on one's own machine, and where it finds its configuration there. Undefined where nobody can. */
export function startPart(image: CataloguedImage): Html | undefined {
  const { record } = image;
  const disk = disksOf(image).find(({ format }) => format === "qcow2");
  if (record === undefined || disk === undefined) return undefined;
  const vendor = definitionOf(record);
  const begun = vendor.cloudInit ? [seedPart(image, vendor), command("Make a seed with your SSH key", makeSeed)] : [];
  return section(
    "start",
    "Start it on your own machine",
    facts([
      ["Firmware", firmwareText(arches[image.arch].firmware)],
      ...(vendor.login === null ? [] : [["Log in as", html`<code class="id">${vendor.login}</code>`] as const]),
    ]),
    vendor.cloudInit ? undefined : paragraph(withoutCloudInit),
    begun,
    isQemuArch(image.arch) ? startCommands(image.arch, disk.name, vendor) : undefined,
  );
}

const withoutCloudInit =
  "It has no cloud-init, so it reads no configuration: log in on its console, where root has no password.";

const firmwareNames: Readonly<Record<Firmware, string>> = {
  bios: "BIOS",
  uefi: "UEFI",
  "secure-boot": "UEFI with Secure Boot",
};

/** An arch without UEFI has one firmware of its own, which nobody chooses. */
const firmwareText = (firmware: readonly Firmware[]): string =>
  firmware.length === 1 && firmware[0] === "bios"
    ? "the machine’s own"
    : firmware.map((each) => firmwareNames[each]).join(", ");

function seedPart(image: CataloguedImage, vendor: VendorDefinition): Part {
  const seeds = seedsOf(image, vendor);
  const isBlind = seeds.some(({ seed, isSeen }) => seed.way === "sata" && !isSeen);
  const rows = seeds.map(({ seed, isSeen }) => ({
    cells: [
      seed.title,
      isSeen ? "yes" : "no: its kernel has no driver",
      isSeen ? html`<code class="id">${argumentsIn(seed.qemu)}</code>` : undefined,
    ],
  }));
  const columns = [{ title: "The seed as" }, { title: "This image reads it" }, { title: "Arguments of QEMU" }] as const;
  return [
    paragraph(
      "Outside of a cloud, cloud-init reads your user data from a seed: a small disk with the label cidata. Firmware makes no difference to it, but how the disk is attached does.",
    ),
    isBlind
      ? html`<p class="note">
          libvirt and Proxmox attach it to SATA where the machine is q35, and this image sees no SATA drive: it would
          boot without your user data. Attach it to virtio or virtio-scsi, or take generic.
        </p> `
      : undefined,
    table("Where cloud-init finds your user data", columns, rows),
  ];
}

/** A line breaks before an option, not after its hyphen. */
const argumentsIn = (text: string): Part =>
  joined(
    text.split(" ").map((word) => (word.startsWith("-") ? html`<span class="short">${word}</span>` : word)),
    " ",
  );

const makeSeed = [
  String.raw`printf '#cloud-config\nssh_authorized_keys: ["%s"]\n' "$(cat ~/.ssh/id_ed25519.pub)" > user-data`,
  String.raw`printf 'instance-id: debian-1\nlocal-hostname: debian\n' > meta-data`,
  "genisoimage -quiet -output seed.iso -volid cidata -joliet -rock user-data meta-data",
].join("\n");

/** The downloaded file stays as it is: the machine writes into a disk over it. */
function startCommands(arch: QemuArch, name: string, { cloudInit, login }: VendorDefinition): Part {
  const { emulator, machine } = qemuMachines[arch];
  const isReached = cloudInit && login !== null ? ` Then: ssh -p 2222 ${login}@127.0.0.1` : "";
  return arches[arch].firmware
    .filter((firmware) => firmware !== "secure-boot")
    .map((firmware) => {
      const files = firmwareFiles(arch, firmware);
      const run = [
        `${emulator} -machine ${machine} -accel kvm -cpu host -m 1024 -nographic`,
        ...(files === null
          ? []
          : [
              `-drive if=pflash,format=raw,readonly=on,file=${files.code}`,
              "-drive if=pflash,format=raw,file=variables.fd",
            ]),
        "-drive file=disk.qcow2,if=virtio",
        ...(cloudInit ? [plainestSeed.qemu] : []),
        "-nic user,model=virtio,hostfwd=tcp:127.0.0.1:2222-:22",
      ];
      const lines = [
        `qemu-img create -f qcow2 -b ${name} -F qcow2 disk.qcow2 10G`,
        ...(files === null ? [] : [`cp ${files.variables} variables.fd`]),
        run.join(" \\\n  "),
      ];
      return command(`Start it in QEMU, with ${firmwareNames[firmware]}.${isReached}`, lines.join("\n"));
    });
}
