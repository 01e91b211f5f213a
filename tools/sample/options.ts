import path from "node:path";
import { dayOfDate, daysBetween, formatDay, type Day } from "../../images/model/day.ts";
import { buildsOf, isSuite, suites, type Build, type Suite } from "../../images/model/definitions/suites.ts";
import { membersMatching } from "../../images/model/expectation.ts";
import { memberOf } from "../../images/model/image.ts";
import { parseVersion, type Version } from "../../images/model/version.ts";
import { WrongUse } from "../setup/errors.ts";
import { isVariant, variantNames, type Variant } from "../recipes/variants.ts";
import { project } from "../setup/bootstrap/folders.mjs";
import { sample } from "../usage/making.mjs";
import { readArguments } from "../usage/read-arguments.ts";
import type { SampleBuild } from "./build.ts";
import { smallestDisk, vendorDisk } from "./disk.ts";

interface SampleOptions {
  folder: string;
  suite: Suite;
  version: Version;
  images: readonly Build[];
  /** Data in each image, in MiB. */
  size: number;
  /** The size of each disk in MiB; the vendor's own, or the smallest that holds its data. */
  disk: number | "vendor" | undefined;
  /** Real Debian images instead. */
  bootable: boolean;
  /** The archive to install them from; default: this machine's. */
  archive: string | undefined;
  /** How those are broken. */
  variant: Variant | undefined;
  /** The file of the private key that signs the builds. */
  sign: string | undefined;
}

export function readOptions(args: string[], today: Date): SampleOptions {
  const { values } = readArguments(sample, args);
  const suite = readSuite(values.suite);
  return {
    folder: path.resolve(values.out ?? path.join(project, ".dev", "artifacts")),
    suite,
    version: readVersion(values.version ?? versionOfDay(dayOfDate(today))),
    images: readImages(values.images?.split(",") ?? (values.bootable ? usualBootable : usual), suite),
    size: readSize(values.size),
    disk: readDisk(values.disk),
    bootable: values.bootable,
    archive: values.archive,
    variant: readVariant(values),
    sign: values.sign === undefined ? undefined : path.resolve(values.sign),
  };
}

/** The builds that the options ask for. */
export const buildsAsked = ({ suite, version, images, size, disk }: SampleOptions): SampleBuild[] =>
  images.map((image): SampleBuild => {
    const mebibytes = disk === "vendor" ? vendorDisk(image) : disk;
    return { suite, version, size, ...(mebibytes !== undefined && { disk: mebibytes }), ...image };
  });

/** Debian's counter goes up by one a day: 2542 was that of 2026-07-17. */
function versionOfDay(day: Day): string {
  const known = dayOfDate(new Date("2026-07-17"));
  return `${formatDay(day).replaceAll("-", "")}-${2542 + daysBetween(known, day)}`;
}

/** A few images of several vendors, which two cores publish in 10 s; one bootable image, which takes minutes. */
const usual = ["genericcloud/*", "nocloud/amd64", "ec2/*", "azure/*"];
const usualBootable = ["generic/amd64"];

const wrong = (option: string, value: string, expected: string): WrongUse =>
  new WrongUse(`--${option} ${JSON.stringify(value)}: expected ${expected}`);

function readSuite(text: string): Suite {
  if (!isSuite(text)) throw wrong("suite", text, `one of ${Object.keys(suites).join(", ")}`);
  return text;
}

function readVersion(text: string): Version {
  const version = parseVersion(text);
  if (version === undefined) throw wrong("version", text, "YYYYMMDD-N, such as 20260717-2542");
  return version;
}

/** Reads patterns `vendor/arch`, with `*` for any. */
function readImages(patterns: readonly string[], suite: Suite): Build[] {
  const members = patterns.flatMap((pattern) => {
    const matching = membersMatching(pattern, buildsOf(suite));
    if (matching.length > 0) return matching;
    const known = membersMatching("*/*", buildsOf(suite)).join(", ");
    throw wrong("images", pattern, `vendor/arch,… of ${suite}, with * for any: ${known}`);
  });
  return buildsOf(suite).filter((build) => members.includes(memberOf(build)));
}

function readSize(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw wrong("size", text, "MiB of data in each image, as a whole number");
  return Number(text);
}

function readDisk(text: string | undefined): number | "vendor" | undefined {
  if (text === undefined || text === "vendor") return text;
  if (/^\d{1,5}$/.test(text) && Number(text) >= smallestDisk) return Number(text);
  throw wrong("disk", text, `vendor, or the size of each disk in MiB, from ${smallestDisk}`);
}

function readVariant({ variant, bootable }: { variant?: string; bootable: boolean }): Variant | undefined {
  if (variant === undefined) return undefined;
  if (!bootable) throw wrong("variant", variant, "--bootable beside it");
  if (!isVariant(variant)) throw wrong("variant", variant, `one of ${variantNames.join(", ")}`);
  return variant;
}
