import { mkdir, open, writeFile } from "node:fs/promises";
import path from "node:path";
import { definitionOf } from "../../images/model/definitions/vendors.ts";
import { buildTime, buildUuid, usualData, type SampleBuild } from "./build.ts";
import { diskLayout, partitionScript, type Partition } from "./partitions.ts";
import { payloadFiles, type PayloadFile } from "./payload.ts";
import { runProgram } from "./program.ts";
import { cloudRelease, rootFiles } from "./root.ts";

const mebibyte = 1024 ** 2;

/** The size of Debian's own image for the vendor, in MiB. */
export const vendorDisk = ({ vendor }: Pick<SampleBuild, "vendor">): number =>
  definitionOf({ vendor }).diskGigabytes * 1024;

/** MiB. A vendor's own disk is mostly zeros, which would have to be hashed; a sample's disk is only as large as its data needs. */
export const smallestDisk = 256;
const diskAround = (data: number): number => Math.max(smallestDisk, Math.ceil((192 + data * 1.1) / 64) * 64);

/** The disk's apparent size in bytes. */
const diskSize = ({ disk, size = usualData }: SampleBuild): number => (disk ?? diskAround(size)) * mebibyte;

/** Makes `<folder>/disk.raw`: sparse, with a partition table and file systems that other programs can read. Returns its path. */
export async function makeDisk(build: SampleBuild, folder: string): Promise<string> {
  const disk = path.join(folder, "disk.raw");
  const size = diskSize(build);
  const layout = diskLayout(build.arch, size);
  const handle = await open(disk, "w");
  await handle.truncate(size);
  await handle.close();
  const input = partitionScript(layout, (purpose) => buildUuid(build, purpose));
  await runProgram("sfdisk", ["--quiet", disk], { input });
  await makeRoot(build, disk, { partition: layout.root, folder });
  if (layout.esp !== undefined) await makeEsp(build, disk, layout.esp, folder);
  return disk;
}

/** With these variables e2fsprogs and mtools use the build's time as the current time. */
const clockOf = (build: SampleBuild): Record<string, string> => ({
  E2FSPROGS_FAKE_TIME: String(buildTime(build)),
  SOURCE_DATE_EPOCH: String(buildTime(build)),
});

interface RootPlace {
  partition: Partition;
  folder: string;
}

/** debugfs writes the files: mke2fs -d would copy their times and owners on this machine. */
async function makeRoot(build: SampleBuild, disk: string, { partition, folder }: RootPlace): Promise<void> {
  const env = clockOf(build);
  const extended = [
    `offset=${partition.start}`,
    `hash_seed=${buildUuid(build, "hash seed")}`,
    "lazy_itable_init=1",
    "lazy_journal_init=1",
  ].join(",");
  const options = ["-q", "-t", "ext4", "-m", "0", "-U", buildUuid(build, "root"), "-E", extended];
  await runProgram("mke2fs", [...options, disk, `${partition.size / 1024}k`], { env });
  const source = path.join(folder, "root");
  const files = await writeFiles(build, source);
  const commands = path.join(folder, "debugfs");
  await writeFile(commands, debugfsCommands(files).join("\n"));
  await runProgram("debugfs", ["-w", "-f", commands, `${disk}?offset=${partition.start}`], { cwd: source, env });
}

/** Returns the paths below `folder` that it wrote. */
async function writeFiles(build: SampleBuild, folder: string): Promise<string[]> {
  const texts = rootFiles(build).map(({ path: name, text }): PayloadFile => ({
    path: name,
    chunks: [Buffer.from(text)],
  }));
  const files = [...texts, ...payloadFiles(build)];
  for (const { path: name, chunks } of files) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, chunks);
  }
  return files.map(({ path: name }) => name);
}

function debugfsCommands(files: readonly string[]): string[] {
  const folders = [...new Set(files.flatMap(parentsOf))].sort();
  return [
    ...folders.map((folder) => `mkdir ${folder}`),
    ...files.flatMap((file) => [`write ${file} ${file}`, `set_inode_field ${file} mode 0100644`]),
    "",
  ];
}

function parentsOf(file: string): string[] {
  const parent = path.posix.dirname(file);
  return parent === "." ? [] : [...parentsOf(parent), parent];
}

/** FAT16: the partition is too small for a FAT32 that every program accepts. */
async function makeEsp(build: SampleBuild, disk: string, esp: Partition, folder: string): Promise<void> {
  const env = clockOf(build);
  const serial = buildUuid(build, "esp").slice(0, 8);
  const options = ["--invariant", "-F", "16", "-i", serial, "-n", "EFI", "--offset", String(esp.start / 512)];
  await runProgram("mkfs.vfat", [...options, disk, String(esp.size / 1024)], { env });
  const note = path.join(folder, "release.txt");
  await writeFile(note, cloudRelease(build));
  const image = `${disk}@@${esp.start}`;
  await runProgram("mmd", ["-i", image, "::/EFI", "::/EFI/debian"], { env });
  await runProgram("mcopy", ["-i", image, note, "::/EFI/debian/release.txt"], { env });
}
