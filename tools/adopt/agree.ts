import { dataFormats, fileName } from "../../images/tree/files.ts";
import type { Image } from "../../images/model/image.ts";
import { imageName, setDirectory } from "../../images/model/image.ts";
import { uploadDigest, type Manifest } from "../../images/builds/manifest.ts";
import type { Problem } from "../../images/model/errors.ts";
import type { FileRecord } from "../../images/tree/record.ts";

/** One image in a published directory, as manifest, checksums and files have it. These must agree. */
interface PublishedImageFiles {
  image: Image;
  manifest: Manifest;
  /** By file name: the directory's SHA512SUMS. */
  checksums: ReadonlyMap<string, string>;
  /** The existing files, by name, with their sizes in bytes. */
  sizes: ReadonlyMap<string, number>;
}

const remedy = "find out which of them is right; until then the directory stays foreign, and is not changed";

/** The image's data files, and every disagreement about them. */
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

/** The manifest names the image that it belongs to. */
function identityProblems({ image, manifest }: PublishedImageFiles): Problem[] {
  const { vendor, arch, release, version } = manifest.items[0].data.info;
  const claims = [
    ["vendor", vendor, image.vendor],
    ["arch", arch, image.arch],
    ["release", release, image.suite],
    ["version", version, image.version],
  ] as const;
  return claims
    .filter(([, value, expected]) => value !== expected)
    .map(([key, value, expected]) => ({ where: `${imageName(image)}.json: ${key}`, value, expected, remedy }));
}

/** The manifest and SHA512SUMS must have the same digest of each file. */
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
