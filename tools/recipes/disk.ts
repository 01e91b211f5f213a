import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { diskLayout, partitionPurpose, partitionScript, type Partition, type UuidOf } from "../sample/partitions.ts";
import { runProgram, runScript } from "../sample/program.ts";
import type { RootFile } from "../sample/root.ts";
import { recipes } from "./sources.ts";
import type { BootableArch } from "./vendors.ts";

/** A disk to be made of an installed root. */
export interface DiskOrder {
  /** The folder of installedRoot. */
  installed: string;
  arch: BootableArch;
  /** Bytes. */
  size: number;
  uuidOf: UuidOf;
  /** What the root gets beside what was installed. */
  files?: readonly RootFile[];
  /** Below `recipes/`: run before the disk is made, it may change the folders ROOT and ESP. */
  change?: string | undefined;
}

/** Writes `<folder>/disk.raw`, bootable with UEFI and Secure Boot, and with BIOS where the arch has it, and `<folder>/checks.tsv`. Needs root. */
export async function diskOfRoot(order: DiskOrder, folder: string): Promise<void> {
  const places = diskPlaces(order);
  const root = path.join(folder, "root");
  const esp = path.join(folder, "esp");
  const env = await scriptEnvironment(order, places, { folder, root, esp });
  await mkdir(root);
  await mkdir(esp);
  await runProgram("tar", ["-xf", path.join(order.installed, "root.tar"), "-C", root, "--numeric-owner", "--xattrs"]);
  await writeInto(root, [fstab(order, places), ...(order.files ?? [])]);
  await runScript(path.join(recipes, "disk/loaders.sh"), [], { env, programs: [] });
  await runScript(path.join(recipes, "disk/check.sh"), [path.join(folder, "checks.tsv")], {
    env,
    programs: ["chroot"],
  });
  if (order.change !== undefined) await runScript(path.join(recipes, order.change), [], { env, programs: [] });
  await runScript(path.join(recipes, "disk/make.sh"), [], {
    env,
    programs: ["sfdisk", "mke2fs", "mkfs.vfat", "mcopy"],
  });
  await rm(root, { recursive: true });
}

interface Places {
  /** Where GRUB for BIOS goes; of amd64 only. */
  bios: Partition | undefined;
  esp: Partition;
  root: Partition;
  all: ReturnType<typeof diskLayout>;
}

function diskPlaces({ arch, size }: DiskOrder): Places {
  const all = diskLayout(arch, size);
  if (all.esp === undefined) throw new RangeError(`${arch} boots from an EFI partition`);
  return { bios: all.boot.find(({ number }) => number === 14), esp: all.esp, root: all.root, all };
}

function fstab({ uuidOf }: DiskOrder, { root, esp }: Places): RootFile {
  const part = ({ number }: Partition) => `PARTUUID=${uuidOf(partitionPurpose(number))}`;
  const lines = [
    `${part(root)} / ext4 rw,discard,errors=remount-ro 0 1`,
    `${part(esp)} /boot/efi vfat umask=0077,nofail 0 2`,
  ];
  return { path: "etc/fstab", text: lines.map((line) => `${line}\n`).join("") };
}

interface Folders {
  folder: string;
  root: string;
  esp: string;
}

async function scriptEnvironment(
  { arch, size, uuidOf }: DiskOrder,
  { bios, root, esp, all }: Places,
  folders: Folders,
): Promise<Record<string, string>> {
  const partitions = path.join(folders.folder, "partitions");
  await writeFile(partitions, partitionScript(all, uuidOf));
  return {
    ARCH: arch,
    FOLDER: folders.folder,
    ROOT: folders.root,
    ESP: folders.esp,
    SIZE: String(size),
    PARTITIONS: partitions,
    BIOS_START: String(bios?.start ?? ""),
    ROOT_START: String(root.start),
    ROOT_KIB: String(root.size / 1024),
    ROOT_UUID: uuidOf("root"),
    ROOT_PARTUUID: uuidOf(partitionPurpose(root.number)),
    ESP_START: String(esp.start),
    ESP_KIB: String(esp.size / 1024),
  };
}

async function writeInto(root: string, files: readonly RootFile[]): Promise<void> {
  for (const { path: name, text } of files) {
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
