import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { diskLayout, partitionPurpose, partitionScript, type Partition, type UuidOf } from "../sample/partitions.ts";
import { runProgram, runScript } from "../sample/program.ts";
import type { RootFile } from "../sample/root.ts";
import { recipes } from "./sources.ts";
import type { BootableArch } from "./vendors.ts";

/** The parameters of a disk that is made of an installed root. */
interface DiskOrder {
  /** The folder of installedRoot. */
  installed: string;
  arch: BootableArch;
  /** Bytes. */
  size: number;
  uuidOf: UuidOf;
  /** Files that the root gets in addition. */
  files?: readonly RootFile[];
  /** A script below `recipes/` that may change the folders ROOT and ESP before the disk is made. */
  change?: string | undefined;
}

/** Writes `<folder>/disk.raw`, which boots with UEFI, Secure Boot and, on amd64, BIOS, and `<folder>/checks.tsv`. Needs root. */
export async function diskOfRoot(order: DiskOrder, folder: string): Promise<void> {
  const partitions = partitionsOf(order);
  const root = path.join(folder, "root");
  const esp = path.join(folder, "esp");
  const env = await scriptEnvironment(order, partitions, { folder, root, esp });
  await mkdir(root);
  await mkdir(esp);
  await runProgram("tar", ["-xf", path.join(order.installed, "root.tar"), "-C", root, "--numeric-owner", "--xattrs"]);
  await writeInto(root, [fstab(order, partitions), ...(order.files ?? [])]);
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

interface DiskPartitions {
  /** For GRUB with BIOS; on amd64 only. */
  bios: Partition | undefined;
  esp: Partition;
  root: Partition;
  all: ReturnType<typeof diskLayout>;
}

function partitionsOf({ arch, size }: DiskOrder): DiskPartitions {
  const all = diskLayout(arch, size);
  if (all.esp === undefined) throw new RangeError(`${arch} boots from an EFI partition`);
  return { bios: all.boot.find(({ number }) => number === 14), esp: all.esp, root: all.root, all };
}

function fstab({ uuidOf }: DiskOrder, { root, esp }: DiskPartitions): RootFile {
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
  { bios, root, esp, all }: DiskPartitions,
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
