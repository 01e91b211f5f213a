import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { AmphoraDescription } from "../../../workloads/amphora/model/description.ts";

/** Makes a build as `npm run amphora-image` does, with a disk that does not boot. */
export async function makeBuild(folder: string, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const base = path.join(folder, name);
  await writeFile(`${base}.raw`, randomBytes(1 << 20));
  await promisify(execFile)("qemu-img", ["convert", "-f", "raw", "-O", "qcow2", `${base}.raw`, `${base}.qcow2`]);
  await rm(`${base}.raw`);
  const description: AmphoraDescription = {
    name,
    release: "zed",
    suite: "bookworm",
    arch: "amd64",
    sha512: createHash("sha512")
      .update(await readFile(`${base}.qcow2`))
      .digest("hex"),
    versions: { haproxy: "2.6.12-1+deb12u4", keepalived: "1:2.2.7-1+b2", "octavia-agent": "11.0.0-2+deb12u1" },
    packages: [],
  };
  await writeFile(`${base}.json`, JSON.stringify(description));
}
