import { randomFillSync } from "node:crypto";
import { open } from "node:fs/promises";
import path from "node:path";
import { createProvider } from "../../../../provider/index.ts";
import { runProgram } from "../../../../tools/sample/program.ts";
import { gcpTypes } from "../../../../targets/gcp/model/resources.ts";
import { Projects, shareProjects } from "../../../../targets/gcp/provider/projects.ts";
import { environmentOf } from "../../../peers/gcp/environment.ts";
import { GcpStandIn } from "../../../peers/gcp/gcp-stand-in.ts";
import { gcpUploadInputs } from "../../../peers/gcp/upload-inputs.ts";
import { imagesOf, stageDisk, type DiskImage } from "../../../worlds/glance.ts";
import type { Bench, Measurement } from "../../bench.ts";
import { inFolder } from "../../folder.ts";
import { secondsOf } from "../../measure.ts";

const MiB = 1 << 20;

/** The lengths of a disk's runs, which lie scattered as those of a file system: 4 KiB to 1 MiB. */
const disk = { size: 256 * MiB, runs: 50, block: 4096, longest: 256 } as const;

/** Counts the bytes that are sent of a disk to Cloud Storage, against those of the packed blocks alone. */
export const gcsBytes: Bench = {
  name: "gcs-bytes",
  goal: 1.02,
  against: "the disk's used blocks in GNU tar, packed by gzip",
  run: () =>
    inFolder(async (folder) => {
      const [image] = imagesOf(1);
      if (image === undefined) throw new RangeError("no image");
      const places = { tree: path.join(folder, "tree"), staging: path.join(folder, "staging") };
      return measured(places, await stageDisk(places, image, writeDisk, "raw"), folder);
    }),
};

/** Half of each run packs well and half not at all, as programs and their archives do. */
async function writeDisk(file: string): Promise<void> {
  const handle = await open(file, "w");
  try {
    await handle.truncate(disk.size);
    const apart = Math.floor(disk.size / disk.runs / disk.block) * disk.block;
    for (let run = 0; run < disk.runs; run += 1) {
      const bytes = Buffer.allocUnsafe((1 + ((run * 7919) % disk.longest)) * disk.block);
      randomFillSync(bytes);
      const text = Buffer.from(Array.from({ length: bytes.length >> 3 }, (_, at) => `${run * at} `).join(""));
      text.copy(bytes, 0, 0, bytes.length >> 1);
      await handle.write(bytes, 0, bytes.length, run * apart);
    }
  } finally {
    await handle.close();
  }
}

const project = "bench-project";
const bucket = "bench-bucket";

async function measured(
  places: { tree: string; staging: string },
  { image, disk: file, digest }: DiskImage,
  folder: string,
): Promise<Measurement> {
  const google = await GcpStandIn.start({ projects: [project], buckets: { [bucket]: project } });
  const process = {};
  shareProjects(process, new Projects({ environment: environmentOf(google.url), limits: { look: 1 } }));
  const provider = createProvider({ report: () => undefined, warn: () => undefined }, process);
  await provider.configure({ ...places });
  const inputs = gcpUploadInputs(image, digest, { project, bucket });
  const urn = `urn:pulumi:bench::cloud-images::${gcpTypes.image}::${inputs.image}`;
  const seconds = await secondsOf(() => provider.create(urn, { ...inputs }));
  await provider.cancel();
  await google.end();
  return { ratio: google.received / (await packedBytes(file, folder)), seconds };
}

/** Packs the disk by the command that Google's page has. */
async function packedBytes(file: string, folder: string): Promise<number> {
  const archive = path.join(folder, "packed.tar.gz");
  const named = ["--directory", path.dirname(file), "--transform", "s,.*,disk.raw,", path.basename(file)];
  await runProgram("tar", ["--format=oldgnu", "--sparse", "--create", "--gzip", "--file", archive, ...named]);
  const handle = await open(archive);
  const { size } = await handle.stat();
  await handle.close();
  return size;
}
