import { formatDay, parseDay, type Day } from "./day.ts";

declare const versionBrand: unique symbol;

/** An official build's version, `YYYYMMDD-N`: the day of the build and one counter over all suites, shared by the images of a set. */
export type Version = string & { readonly [versionBrand]: true };

const grammar = /^(\d{4})(\d{2})(\d{2})-(0|[1-9]\d{0,8})$/;

interface VersionParts {
  day: Day;
  serial: number;
}

/** Kept, because all images of a set share their version, and many rules read it. */
const known = new Map<string, VersionParts>();

function partsOf(text: string): VersionParts | undefined {
  const before = known.get(text);
  if (before !== undefined) return before;
  const read = readParts(text);
  if (read !== undefined) known.set(text, read);
  return read;
}

function readParts(text: string): VersionParts | undefined {
  const match = grammar.exec(text);
  if (match === null) return undefined;
  const day = parseDay(`${match[1]}-${match[2]}-${match[3]}`);
  return day === undefined ? undefined : { day, serial: Number(match[4]) };
}

export const isVersion = (text: string): text is Version => partsOf(text) !== undefined;

export const parseVersion = (text: string): Version | undefined => (isVersion(text) ? text : undefined);

/** A number that sorts as versions do: by day, then by counter, which is below 10^9. */
export function versionOrder(version: Version): number {
  const parts = partsOf(version);
  return parts === undefined ? -1 : parts.day * 1e9 + parts.serial;
}

export const compareVersions = (a: Version, b: Version): number => versionOrder(a) - versionOrder(b);

const knownPartsOf = (version: Version): VersionParts => {
  const parts = partsOf(version);
  if (parts === undefined) throw new RangeError(`not a version: ${version}`);
  return parts;
};

/** The day of the build. */
export const versionDay = (version: Version): Day => knownPartsOf(version).day;

/** The version's counter, shared by all suites. */
export const versionSerial = (version: Version): number => knownPartsOf(version).serial;

/** The version as Azure wants it: `0.YYYYMMDD.N`. */
export function azureVersion(version: Version): string {
  const { day, serial } = knownPartsOf(version);
  return `0.${formatDay(day).replaceAll("-", "")}.${serial}`;
}
