import { stat } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../../images/model/errors.ts";
import { fileName } from "../../../images/tree/files.ts";
import type { Image } from "../../../images/model/image.ts";
import type { FileRecord } from "../../../images/tree/record.ts";
import { ifPresent } from "../../../storage/files/fault.ts";
import type { Places } from "../../../storage/tree/places.ts";
import { directoryOf, findImage, type FoundImage } from "../../../storage/tree/find-image.ts";

/** The file that clouds get: the compressed disk, as the image's record has it. */
interface PublishedFile {
  record: FileRecord;
  found: FoundImage;
}

/** The record of the image's qcow2; throws a UserError where there is none. */
export async function publishedFile(places: Places, image: Image): Promise<PublishedFile> {
  const name = fileName(image, "qcow2");
  const found = await findImage(places, image);
  const record = found?.record.files.find((file) => file.name === name);
  if (found !== undefined && record !== undefined) return { record, found };
  throw new UserError({
    where: name,
    value: "",
    expected: "its size and hash in the image's record, in the tree or in staging",
    remedy: "make the image first; a target of clouds takes only vendors that publish a qcow2",
  });
}

/** Where the file lies now; throws a UserError where it is missing or has not its recorded size. */
export async function pathOf(places: Places, image: Image, { record, found }: PublishedFile): Promise<string> {
  const path = join(await directoryOf(places, image, found), record.name);
  const size = (await ifPresent(stat(path)))?.size;
  if (size === record.size) return path;
  throw new UserError({
    where: path,
    value: size === undefined ? "" : `${size} bytes`,
    expected: `the ${record.size} bytes that its record names`,
    remedy: "run again: the plan repairs a damaged file from its archive; nothing was uploaded",
  });
}
