import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { runProgram } from "./program.ts";

/** Writes a tar of these members as debian-cloud-images does: sparse files stay sparse. `time`: seconds since 1970. */
export async function makeTar(
  tar: string,
  { folder, members, time }: { folder: string; members: string[]; time: number },
): Promise<void> {
  const fixed = [`--mtime=@${time}`, "--owner=root:0", "--group=root:0", "--mode=0644", "--format=gnu"];
  await runProgram("tar", ["-c", "-S", "-f", tar, "-C", folder, ...fixed, ...members]);
}

/** The preset of debian-cloud-images' CI. */
const buildPreset = 5;

/** Compresses as a build does, or with another xz preset; `tar` is replaced by `tar`.xz. */
export async function compress(tar: string, preset = buildPreset): Promise<string> {
  await runProgram("xz", [`-${preset}`, "-T0", "--force", tar]);
  return `${tar}.xz`;
}

/** In hexadecimal digits. */
export async function sha512(file: string): Promise<string> {
  const hash = createHash("sha512");
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest("hex");
}
