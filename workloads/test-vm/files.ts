import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { UserError } from "../../images/model/errors.ts";
import { fileName } from "../../images/tree/files.ts";
import { setDirectory, type Image } from "../../images/model/image.ts";
import type { TestArch } from "./model/matrix/weights.ts";
import type { TestFile } from "./model/test-vm/plan.ts";
import { ifPresent } from "../../storage/files/fault.ts";
import { isAddress } from "../../images/config/values.ts";
import type { TestingImage } from "./config.ts";

/** The disk image of one architecture. A URL identifies its content: a version's files never change. */
export async function testFile(name: string, image: TestingImage, arch: TestArch): Promise<TestFile> {
  const place = image.files[arch];
  if (place !== undefined) return { ...(await located(name, place)), manifest: null };
  const { tree, version, ...family } = image;
  if (tree === null || version === null)
    throw new UserError({
      where: `cloud-images:images.${name}`,
      value: "",
      expected: `a file for ${arch}, or a tree and the version in it`,
      remedy: "set files, or tree and version",
    });
  const built: Image = { ...family, arch, version };
  const at = (file: string): string => `${tree.root}/${setDirectory(built)}/${file}`;
  const manifest = at(fileName(built, "json"));
  return {
    ...(await located(name, at(fileName(built, "qcow2")))),
    manifest: isAddress(manifest) ? null : resolve(manifest),
  };
}

async function located(name: string, place: string): Promise<Pick<TestFile, "place" | "identity">> {
  if (isAddress(place)) return { place, identity: place };
  const path = resolve(place);
  const found = await ifPresent(stat(path));
  if (found !== undefined) return { place: path, identity: `${path} ${found.size} ${found.mtimeMs}` };
  throw new UserError({
    where: `cloud-images:images.${name}`,
    value: path,
    expected: "a disk image that is there",
    remedy: "correct the path, or make the image first",
  });
}
