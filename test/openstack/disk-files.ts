import { execFileSync } from "node:child_process";
import { diskLayout } from "../../tools/sample/partitions.ts";

const layout = diskLayout("amd64", 3 * 1024 ** 3);

/** A file of the disk's root file system, as text; empty where there is none. */
export const rootFile = (disk: string, file: string): string =>
  execFileSync("debugfs", ["-R", `cat ${file}`, `${disk}?offset=${layout.root.start}`], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });

/** The names in a folder of the disk's root file system. */
export function rootNames(disk: string, folder: string): string[] {
  const listed = execFileSync("debugfs", ["-R", `ls -p ${folder}`, `${disk}?offset=${layout.root.start}`], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return listed.split("\n").flatMap((line) => {
    const name = line.split("/")[5];
    return name === undefined || name === "" || name === "." || name === ".." ? [] : [name];
  });
}

/** A file of the disk's EFI partition. */
export function efiFile(disk: string, file: string): Buffer {
  if (layout.esp === undefined) throw new TypeError("amd64 has an EFI partition");
  return execFileSync("mtype", ["-i", `${disk}@@${layout.esp.start}`, `::${file}`], { maxBuffer: 64 * 1024 ** 2 });
}

/** The place of the certificate table in a PE32+ program: Microsoft's PE format, "Optional Header Data Directories". */
const certificateTable = 24 + 144;

/** Bytes of signatures that an EFI program carries; 0 when nobody signed it. */
export function signatureSize(program: Buffer): number {
  const header = program.readUInt32LE(0x3c);
  return program.readUInt32LE(header + certificateTable + 4);
}
