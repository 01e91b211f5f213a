import { parseArgs } from "node:util";
import path from "node:path";
import { dayOfDate, daysBetween, formatDay, type Day } from "../../images/day.ts";
import { buildsOf, isSuite, suites, type Build, type Suite } from "../../images/definitions/suites.ts";
import { parseMember } from "../../images/image.ts";
import { parseVersion, type Version } from "../../images/version.ts";
import { WrongUse } from "../setup/errors.ts";
import { project } from "../setup/folders.mjs";

export interface SampleOptions {
  folder: string;
  suite: Suite;
  version: Version;
  images: readonly Build[];
  /** Data in each image, in MiB. */
  size: number;
  /** Real Debian images instead. */
  bootable: boolean;
  /** Where those are installed from; this machine's own archive unless said. */
  archive: string | undefined;
}

const everySet: readonly string[] = ["amd64", "arm64"];

export function readOptions(args: string[], today: Date): SampleOptions {
  const { values } = parseArgs({
    args,
    options: {
      out: { type: "string", default: path.join(project, ".dev", "artifacts") },
      suite: { type: "string", default: "trixie" },
      version: { type: "string", default: versionOfDay(dayOfDate(today)) },
      images: { type: "string" },
      size: { type: "string", default: "2" },
      bootable: { type: "boolean", default: false },
      archive: { type: "string" },
    },
  });
  const suite = readSuite(values.suite);
  return {
    folder: path.resolve(values.out),
    suite,
    version: readVersion(values.version),
    images: values.images === undefined ? defaultImages(suite, values.bootable) : readImages(values.images, suite),
    size: readSize(values.size),
    bootable: values.bootable,
    archive: values.archive,
  };
}

/** Debian's counter goes up by one a day: 2542 was that of 2026-07-17. */
function versionOfDay(day: Day): string {
  const known = dayOfDate(new Date("2026-07-17"));
  return `${formatDay(day).replaceAll("-", "")}-${2542 + daysBetween(known, day)}`;
}

/** What a set cannot be without, and generic for the other arches; of bootable ones, which take a minute each, one. */
function defaultImages(suite: Suite, bootable: boolean): Build[] {
  if (bootable) return [{ vendor: "generic", arch: "amd64" }];
  return buildsOf(suite).filter(({ vendor, arch }) => everySet.includes(arch) || vendor === "generic");
}

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

function readImages(text: string, suite: Suite): Build[] {
  return text.split(",").map((member) => {
    const build = parseMember(member);
    const known = buildsOf(suite).some(({ vendor, arch }) => vendor === build?.vendor && arch === build.arch);
    if (build === undefined || !known) {
      const members = buildsOf(suite).map(({ vendor, arch }) => `${vendor}/${arch}`);
      throw wrong("images", member, `vendor/arch,… of ${suite}: ${members.join(", ")}`);
    }
    return build;
  });
}

function readSize(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw wrong("size", text, "MiB of data in each image, as a whole number");
  return Number(text);
}
