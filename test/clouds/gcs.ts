import { randomFillSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { openSession, type Session } from "../../clients/gcp/session.ts";
import type { ObjectName } from "../../clients/gcp/objects.ts";
import type { Places } from "../../storage/tree/places.ts";
import { uploadDisk } from "../../targets/gcp/provider/image/upload.ts";
import { environmentOf, testLimits } from "../peers/gcp/environment.ts";
import { gcpUploadInputs } from "../peers/gcp/upload-inputs.ts";
import { bucket } from "../peers/gcs/emulator.ts";
import { imagesOf, stageDisk, type DiskImage } from "../worlds/glance.ts";

/** The size of a disk whose archive has three pieces of 8 MiB, and a part of one more. */
export const diskSize = 28 << 20;

const placesIn = (folder: string): Places => ({
  tree: path.join(folder, "tree"),
  staging: path.join(folder, "staging"),
});

/** Stages an image whose bytes gzip cannot compress. */
export function stageImage(folder: string): Promise<DiskImage> {
  const [image] = imagesOf(1);
  if (image === undefined) throw new RangeError("no image");
  return stageDisk(placesIn(folder), image, (file) => writeFile(file, randomFillSync(Buffer.alloc(diskSize))), "raw");
}

export const sessionAt = (url: string): Promise<Session> =>
  openSession("a-test", { limits: testLimits, environment: environmentOf(url) });

/** Uploads the staged image as a run of the program does. */
export async function upload(url: string, folder: string, digest: string): Promise<ObjectName> {
  const [image] = imagesOf(1);
  if (image === undefined) throw new RangeError("no image");
  const news = gcpUploadInputs(image, digest, { project: "a-test", bucket });
  const operation = {
    places: placesIn(folder),
    process: {},
    signal: new AbortController().signal,
    report: () => undefined,
  };
  return uploadDisk(operation, await sessionAt(url), news);
}
