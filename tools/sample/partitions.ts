import type { Arch } from "../../images/model/definitions/arches.ts";

const mebibyte = 1024 * 1024;

export interface Partition {
  number: number;
  /** The type as GPT has it. */
  type: string;
  /** In bytes. */
  start: number;
  size: number;
}

const biosBoot = "21686148-6449-6E6F-744E-656564454649";
const efiSystem = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B";
const prepBoot = "9E1A2D38-C612-4316-AA26-8B49521E5A8B";

/** Root partitions of the Discoverable Partitions Specification. Real s390x disks are DASD; a sample's is GPT. */
const rootTypes: Record<Arch, string> = {
  amd64: "4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709",
  arm64: "B921B045-1DF0-41C3-AF44-4C6F280D3FAE",
  ppc64el: "C31C45E6-3F39-412E-80FB-4809C4980599",
  riscv64: "72EC70A6-CF74-40E6-BD49-4BDA08E8F224",
  s390x: "5EEAD9A9-FE09-4A1E-A1D7-520D00531306",
};

/** Everything before the root partition, which starts where the first 128 MiB end. */
const beforeRoot = 128 * mebibyte;
/** GPT keeps its copy in the last sectors. */
const afterRoot = mebibyte;

function bootPartitions(arch: Arch): Partition[] {
  const esp = (start: number): Partition => ({ number: 15, type: efiSystem, start, size: beforeRoot - start });
  switch (arch) {
    case "amd64":
      return [{ number: 14, type: biosBoot, start: mebibyte, size: 3 * mebibyte }, esp(4 * mebibyte)];
    case "arm64":
    case "riscv64":
      return [esp(mebibyte)];
    case "ppc64el":
      return [{ number: 14, type: prepBoot, start: mebibyte, size: 8 * mebibyte }];
    case "s390x":
      return [];
  }
}

interface DiskLayout {
  boot: readonly Partition[];
  esp: Partition | undefined;
  root: Partition;
}

export function diskLayout(arch: Arch, diskSize: number): DiskLayout {
  const boot = bootPartitions(arch);
  const root = {
    number: 1,
    type: rootTypes[arch],
    start: beforeRoot,
    size: diskSize - beforeRoot - afterRoot,
  };
  return { boot, esp: boot.find(({ type }) => type === efiSystem), root };
}

/** A disk's own UUID for one purpose. */
export type UuidOf = (purpose: string) => string;

export const partitionPurpose = (number: number): string => `partition ${number}`;

/** What sfdisk reads to write the table. */
export function partitionScript({ boot, root }: DiskLayout, uuidOf: UuidOf): string {
  const sector = 512;
  const lines = [...boot, root].map(({ number, type, start, size }) => {
    const uuid = uuidOf(partitionPurpose(number));
    return `${number}: start=${start / sector}, size=${size / sector}, type=${type}, uuid=${uuid}`;
  });
  return ["label: gpt", `label-id: ${uuidOf("disk")}`, ...lines, ""].join("\n");
}
