import { join } from "node:path";
import { UserError } from "../../images/model/errors.ts";
import { imageName, type Image } from "../../images/model/image.ts";
import { fileName } from "../../images/tree/files.ts";
import { staging } from "../../images/tree/layout.ts";
import { Slots } from "../concurrency.ts";
import { directoryOf, findImage, type FoundImage } from "../tree/find-image.ts";
import { inStaging, type Places } from "../tree/places.ts";
import { openArchive } from "./archive.ts";
import type { Disk } from "./disk.ts";
import { openRawFile } from "./raw-file.ts";
import { Shared } from "./shared.ts";

/** Kept open for the clouds that come next; an unpacked one holds a gigabyte or two of staging. */
const idle = { most: 2, milliseconds: 60_000 };

/** So many disks are unpacked or checked at once, whatever the engine's parallelism: each keeps a processor busy. */
const openings = new Slots(2);

/** Shared by the whole process: clouds, and kinds of resources, read one image's disk. */
const disks = new Shared<Disk>((disk) => disk.close(), idle);

/**
 * Opens the disk of an image that was made: the raw file of the tree, or what its archive holds. Throws a UserError where the
 * tree has other bytes than it recorded. To be closed by everyone who opens it.
 */
export async function openDisk(places: Places, image: Image, signal: AbortSignal): Promise<Disk> {
  const found = await findImage(places, image);
  if (found === undefined) throw notRecorded(image);
  const key = JSON.stringify([places.staging, found.record.digest]);
  const { value, release } = await disks.take(key, signal, (all) =>
    openings.run(all, () => open(places, image, found, all)),
  );
  return { size: value.size, extents: value.extents, read: (at, length) => value.read(at, length), close: release };
}

async function open(places: Places, image: Image, found: FoundImage, signal: AbortSignal): Promise<Disk> {
  const { files, digest } = found.record;
  const directory = await directoryOf(places, image, found);
  const recordOf = (format: "raw" | "tar.xz") => files.find(({ name }) => name === fileName(image, format));
  const raw = recordOf("raw");
  if (raw !== undefined) return openRawFile(join(directory, raw.name), raw, signal);
  const archive = recordOf("tar.xz");
  if (archive === undefined) throw notRecorded(image);
  const path = join(directory, archive.name);
  return openArchive({ path, record: archive, digest }, inStaging(places, staging.workRoot), signal);
}

const notRecorded = (image: Image): UserError =>
  new UserError({
    where: imageName(image),
    value: "",
    expected: "a record in the tree or in staging that names its raw disk or its archive",
    remedy: "make the image first: run npm run up",
  });
