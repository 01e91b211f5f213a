import { dataFormats, fileName } from "../../images/tree/files.ts";
import type { Image } from "../../images/model/image.ts";
import { imageName, setDirectory } from "../../images/model/image.ts";
import { uploadDigest, type Manifest } from "../../images/builds/manifest.ts";
import type { Problem } from "../../images/model/errors.ts";
import type { FileRecord } from "../../images/tree/record.ts";

/** What a published directory says of one image, in three places that must agree. */
export interface PublishedImageFiles {
  image: Image;
  manifest: Manifest;
  /** By file name: the directory's SHA512SUMS. */
  checksums: ReadonlyMap<string, string>;
  /** The existing files, by name, with their sizes in bytes. */
  sizes: ReadonlyMap<string, number>;
}

const remedy = "look which of them is right; the directory stays as it is, and foreign";

/** The image's data files, or everything about them that disagrees. */
export function agree(published: PublishedImageFiles): { files: FileRecord[]; problems: Problem[] } {
  const { image, checksums, sizes } = published;
  const names = dataFormats(image).map((format) => fileName(image, format));
  const files = names.flatMap((name) => {
    const [sha512, size] = [checksums.get(name), sizes.get(name)];
    return sha512 === undefined || size === undefined ? [] : [{ name, size, sha512 }];
  });
  const missing = names.filter((name) => !files.some((file) => file.name === name));
  const problems = [
    ...missing.map((name) => lacking(image, name, checksums.has(name))),
    ...identityProblems(published),
    ...uploadProblems(published),
  ];
  return { files, problems };
}

const lacking = (image: Image, name: string, listed: boolean): Problem => ({
  where: `${setDirectory(image)}/${name}`,
  value: "",
  expected: listed ? "the file that SHA512SUMS lists" : "the file, and its line in SHA512SUMS",
  remedy,
});

/** A manifest says by itself which image it is of. */
function identityProblems({ image, manifest }: PublishedImageFiles): Problem[] {
  const { info } = manifest.items[0].data;
  const expected = { vendor: image.vendor, arch: image.arch, release: image.suite, version: image.version };
  return Object.entries(expected).flatMap(([key, value]) => {
    const found = Object.entries(info).find(([name]) => name === key)?.[1] ?? "";
    return found === value
      ? []
      : [{ where: `${imageName(image)}.json: ${key}`, value: found, expected: value, remedy }];
  });
}

/** Each file of ours that the manifest names has one digest there and one in SHA512SUMS. */
function uploadProblems({ image, manifest, checksums }: PublishedImageFiles): Problem[] {
  const [, ...uploads] = manifest.items;
  const own = uploads.filter(({ data }) => data.provider === "cloud.debian.org");
  return own.flatMap((upload) => {
    const name = upload.data.ref.slice(upload.data.ref.lastIndexOf("/") + 1);
    const listed = checksums.get(name);
    if (listed === uploadDigest(upload)) return [];
    return [
      {
        where: `${setDirectory(image)}/${name}`,
        value: listed ?? "not in SHA512SUMS",
        expected: `the manifest's digest ${uploadDigest(upload)}`,
        remedy,
      },
    ];
  });
}
