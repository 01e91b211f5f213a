import { execFileSync } from "node:child_process";
import { diskLayout } from "../../tools/sample/partitions.ts";

const layout = diskLayout("amd64", 3 * 1024 ** 3);

/** The text of a file in a disk's root file system; empty where there is none. */
export const rootFile = (disk: string, file: string): string =>
  execFileSync("debugfs", ["-R", `cat ${file}`, `${disk}?offset=${layout.root.start}`], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });

/** The names in a folder of a disk's root file system. */
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

/** The bytes of a file in a disk's EFI partition. */
export function efiFile(disk: string, file: string): Buffer {
  if (layout.esp === undefined) throw new TypeError("amd64 has an EFI partition");
  return execFileSync("mtype", ["-i", `${disk}@@${layout.esp.start}`, `::${file}`], { maxBuffer: 64 * 1024 ** 2 });
}

/** The offset of the certificate table in a PE32+ program, by Microsoft's PE format, "Optional Header Data Directories". */
const certificateTable = 24 + 144;

/** The size of the signatures in an EFI program; 0 where nobody signed it. */
export function signatureSize(program: Buffer): number {
  const header = program.readUInt32LE(0x3c);
  return program.readUInt32LE(header + certificateTable + 4);
}
