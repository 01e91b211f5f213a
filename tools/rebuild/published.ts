import { access, readFile } from "node:fs/promises";
import path from "node:path";
import { parseManifest, type Build } from "../../images/builds/manifest.ts";
import type { OwnVendors } from "../../images/model/definitions/vendors.ts";
import { UserError } from "../../images/model/errors.ts";
import { imageName, memberOf, type Image } from "../../images/model/image.ts";
import { wayOf, type Way } from "../../images/rebuilds/way.ts";
import { fileName } from "../../images/tree/files.ts";
import { tree } from "../../images/tree/layout.ts";
import { ifPresent } from "../../storage/files/fault.ts";
import { inTree, type Places } from "../../storage/tree/places.ts";
import { readSet } from "../../storage/tree/records.ts";

/** An image as it was published, and how it is built again. */
export interface Published {
  image: Image;
  build: Build;
  command: string | null;
  way: Way;
  /** Undefined if its files are no longer in the tree. */
  archive: string | undefined;
}

/** Reads it from its record and its manifest in the tree. `own`: the stack's vendors. Throws a UserError. */
export async function readPublished(places: Places, image: Image, own: OwnVendors): Promise<Published> {
  const record = (await readSet(places, image))?.images.find(({ name }) => name === imageName(image));
  const inSet = (name: string): string => inTree(places, path.join(tree.set(image), name));
  const manifest = inSet(fileName(image, "json"));
  const text = await ifPresent(readFile(manifest, "utf8"));
  if (record === undefined || text === undefined)
    throw new UserError({
      where: `${image.version}/${memberOf(image)}`,
      value: "not in the tree",
      expected: "an image whose record and manifest are in the tree",
      remedy: `run npm run explain -- ${imageName(image)}`,
    });
  const [build] = parseManifest(text, manifest).items;
  const { command } = record.build;
  const archive = inSet(fileName(image, "tar.xz"));
  const isThere = await access(archive).then(
    () => true,
    () => false,
  );
  return { image, build, command, way: wayOf(command, build, own), archive: isThere ? archive : undefined };
}
