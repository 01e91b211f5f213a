import { definitionOf, type Described, type DiskFormat } from "../model/definitions/vendors.ts";
import { familyName, imageName, type Image } from "../model/image.ts";

/** A file of an image in the tree: of the disk, or the manifest. */
export type DataFormat = DiskFormat | "json";
/** Files that the tree keeps as the build wrote them. */
export const copiedFormats = ["info", "dpkg-status", "junit.xml"] as const;
/** Files that the program makes. */
const madeFormats = ["sources", "spdx.json", "cdx.json", "incus.tar.xz"] as const;
/** Whether the program makes the file from others beside it, and so can make it again. */
export const isMadeBeside = (name: string): boolean => madeFormats.some((format) => name.endsWith(`.${format}`));
/** All files beside an image's disks, for people and for later runs. A file comes after those that it is made from. */
export const extraFormats = [...copiedFormats, ...madeFormats, "log"] as const;
export type ExtraFormat = (typeof extraFormats)[number];

/** The endings of a build's files, by their format in the tree. Only some builds bring their log: CI keeps it elsewhere. */
const buildEndings: Record<"tar.xz" | "json" | Exclude<ExtraFormat, (typeof madeFormats)[number]>, string> = {
  "tar.xz": ".tar.xz",
  json: ".build.json",
  info: ".info",
  "dpkg-status": ".dpkg-status",
  "junit.xml": ".build.junit.xml",
  log: ".log",
};

/** sha512sum's lines of a build's files, clearsigned by the CI that built them. */
const signedSums = ".SHA512SUMS.asc";

/** The texts of a build, which are judged before anything is made and published unchanged. */
export const textFormats = ["json", ...copiedFormats] as const satisfies BuildFormat[];
export type TextFormat = (typeof textFormats)[number];

/** The size limit of each in bytes: some ten times the size in a real image with many packages. */
export const mostBytes: Readonly<Record<TextFormat | "log", number>> = {
  json: 4 * 2 ** 20,
  info: 8 * 2 ** 20,
  "dpkg-status": 32 * 2 ** 20,
  "junit.xml": 8 * 2 ** 20,
  // GitLab cuts logs at 100 MB; a build's log has a few MB
  log: 16 * 2 ** 20,
};

/** The manifest, and the disk in its vendor's formats. SHA512SUMS covers exactly these. */
export const dataFormats = (image: Described): readonly DataFormat[] => ["json", ...definitionOf(image).formats];

export const fileName = (image: Image, format: DataFormat | ExtraFormat): string => `${imageName(image)}.${format}`;

/** The files of a set's directory that belong to the set, not to one of its images. */
export const setFiles = {
  record: "set.json",
  checksums: "SHA512SUMS",
  sha256: "SHA256SUMS",
  signature: "SHA512SUMS.sign",
  page: "HEADER.html",
} as const;

/** Whether SHA512SUMS covers a file of this name: not records, logs, pages and files made from others. */
export const isChecksummed = (name: string): boolean =>
  /^[^.]+\.(json|tar\.xz|raw|qcow2)$/.test(name) && name !== setFiles.record;

/** The names of an image's files in `latest/`, each with its file. */
export const familyLinks = (image: Image & Described): { link: string; file: string }[] =>
  dataFormats(image).map((format) => ({ link: `${familyName(image)}.${format}`, file: fileName(image, format) }));

export type BuildFormat = keyof typeof buildEndings;

export const signedSumsFile = (base: string): string => `${base}${signedSums}`;

/** The file of a build: its base name or base path, and the ending that debian-cloud-images gives it. */
export const buildFile = (base: string, format: BuildFormat): string => `${base}${buildEndings[format]}`;

/** The base name of an official build's files; its codename is the suite's, `bookworm-backports` too. */
export const buildName = ({ suite, vendor, arch, version }: Omit<Image, "channel">): string =>
  `debian-${suite}-${vendor}-${arch}-official-${version}`;

/** The parts of a build's base name, not checked yet. */
type BuildName = { codename: string; vendor: string; arch: string; version: string } & (
  { type: "official" } | { type: "dev"; buildId: string }
);

const buildNamePattern = /^debian-([a-z-]+?)-([a-z0-9]+)-([a-z0-9]+)-(official|dev)-(.+)$/;
const devPattern = /^(.+)-(\d+)$/;

/** Reads the base name of a build's files; undefined for any other name. */
export function parseBuildName(base: string): BuildName | undefined {
  const [, codename, vendor, arch, type, rest] = buildNamePattern.exec(base) ?? [];
  if (codename === undefined || vendor === undefined || arch === undefined || rest === undefined) return undefined;
  if (type === "official") return { type, codename, vendor, arch, version: rest };
  const [, buildId, version] = devPattern.exec(rest) ?? [];
  if (buildId === undefined || version === undefined) return undefined;
  return { type: "dev", codename, vendor, arch, buildId, version };
}

/** Splits the name of a build's file; undefined for a file that no build writes. */
export function parseBuildFile(name: string): { base: string; format: BuildFormat } | undefined {
  const format = (Object.keys(buildEndings) as BuildFormat[]).find((key) => name.endsWith(buildEndings[key]));
  return format === undefined ? undefined : { base: name.slice(0, -buildEndings[format].length), format };
}
