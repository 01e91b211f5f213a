import { mkdir, rm } from "node:fs/promises";
import { imageName, type Image } from "../../../../images/model/image.ts";
import { staging } from "../../../../images/tree/layout.ts";
import { damageOf } from "../../../../storage/tree/damage.ts";
import { makeFolder } from "../../../../storage/files/folders.ts";
import { inStaging, type Places } from "../../../../storage/tree/places.ts";
import { suspectsOf } from "../../../../storage/tree/readings.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { directoriesOf, directoryOf, findImage, type FoundImage } from "../../../../storage/tree/find-image.ts";
import type { Repair } from "./repair-files.ts";
import { repairInWorker } from "../make/run-worker.ts";

/**
 * Makes missing and changed files again. What cannot be made is reported: the plan finds the same damage, and decides
 * that the image is lost.
 */
export async function repair(
  operation: Operation,
  image: Image,
  { found, source }: { found: FoundImage; source: string | undefined },
): Promise<void> {
  const { places, slots, signal, report, warn } = operation;
  const { files } = found.record;
  const home = await directoryOf(places, image, found);
  const isSuspect = await suspectsOf(places, image);
  const damaged = (await damageOf(files, home, image.version, isSuspect)).map(({ file }) => file.name);
  if (damaged.length === 0) return;
  const work = inStaging(places, staging.work(imageName(image)));
  await slots.run(signal, async () => {
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true, mode: 0o700 });
    await makeFolder(places, home);
    try {
      const described = { ...image, ownVendor: found.record.ownVendor };
      const task: Repair = { image: described, files, damaged, home, work, source, twin: await twinOf(places, image) };
      const lost = await repairInWorker(task, signal, report);
      if (lost.length > 0) warn(`cannot be made again to the recorded content: ${lost.join(", ")}`);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  });
}

/** The image of the other channel that has the same bytes: a release is a promoted daily. */
async function twinOf(places: Places, image: Image): Promise<Repair["twin"]> {
  const twin: Image = { ...image, channel: image.channel === "daily" ? "release" : "daily" };
  const found = await findImage(places, twin);
  const { tree } = directoriesOf(places, twin);
  return { image: twin, directory: found === undefined ? tree : await directoryOf(places, twin, found) };
}
