import { compareDpkgVersions } from "../../packages/dpkg-version.ts";
import { kernelOf, presentName, stemOf, withoutArch } from "../../packages/package-name.ts";
import type { InstalledPackage } from "../../packages/types.ts";

/** A package of one image, and the matching package of the other; null where there is none. */
export type Pair =
  | { before: InstalledPackage; after: InstalledPackage }
  | { before: InstalledPackage; after: null }
  | { before: null; after: InstalledPackage };

type Key = (installed: InstalledPackage) => string | null;

interface Unpaired {
  before: readonly InstalledPackage[];
  after: readonly InstalledPackage[];
}

/** Pairs the packages of two images, the surest matches first. Swapping the images gives the same pairs. */
export function pairPackages(before: readonly InstalledPackage[], after: readonly InstalledPackage[]): Pair[] {
  const pairs: Pair[] = [];
  let unpaired = pairByName({ before, after }, pairs);
  for (const key of surestFirst) unpaired = pairBy(key, unpaired, pairs);
  unpaired = pairBy(bySoname(unpaired), unpaired, pairs);
  return [
    ...pairs,
    ...unpaired.before.map((installed) => ({ before: installed, after: null })),
    ...unpaired.after.map((installed) => ({ before: null, after: installed })),
  ];
}

const surestFirst: readonly Key[] = [
  // a package may become Multi-Arch: same, and images of two arches may be compared
  ({ name }) => withoutArch(name),
  ({ name }) => kernelOf(name),
  ({ name }) => presentName(name),
];

/** Nearly all packages of two images have equal names, so this step is kept fast. */
function pairByName({ before, after }: Unpaired, pairs: Pair[]): Unpaired {
  const rest: { before: InstalledPackage[]; after: InstalledPackage[] } = { before: [], after: [] };
  const news = new Map<string, InstalledPackage>();
  for (const installed of after) {
    if (news.has(installed.name)) rest.after.push(installed);
    else news.set(installed.name, installed);
  }
  for (const old of before) {
    const match = news.get(old.name);
    if (match === undefined) rest.before.push(old);
    else pairs.push({ before: old, after: match });
    news.delete(old.name);
  }
  rest.after.push(...news.values());
  return rest;
}

/** Matches another soname of the same source. If any source is unknown, the names alone have to match. */
function bySoname({ before, after }: Unpaired): Key {
  const known = [...before, ...after].every(({ source }) => source !== null);
  return ({ name, source }) => `${stemOf(name)} ${known && source !== null ? stemOf(source.name) : ""}`;
}

/** Adds to the pairs, and returns the rest. Several packages of one key pair by version, the highest first. */
function pairBy(key: Key, { before, after }: Unpaired, pairs: Pair[]): Unpaired {
  const [left, right] = [groupBy(key, before), groupBy(key, after)];
  const rest: { before: InstalledPackage[]; after: InstalledPackage[] } = {
    before: [...left.keyless],
    after: [...right.keyless],
  };
  for (const [name, olds] of left.groups) {
    const news = right.groups.get(name) ?? [];
    right.groups.delete(name);
    olds.forEach((old, index) => {
      const match = news[index];
      if (match === undefined) rest.before.push(old);
      else pairs.push({ before: old, after: match });
    });
    rest.after.push(...news.slice(olds.length));
  }
  for (const news of right.groups.values()) rest.after.push(...news);
  return rest;
}

function groupBy(key: Key, packages: readonly InstalledPackage[]) {
  const groups = new Map<string, InstalledPackage[]>();
  const keyless: InstalledPackage[] = [];
  for (const installed of packages) {
    const name = key(installed);
    if (name === null) {
      keyless.push(installed);
      continue;
    }
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [installed]);
    else group.push(installed);
  }
  for (const group of groups.values()) if (group.length > 1) group.sort(highestFirst);
  return { groups, keyless };
}

const highestFirst = (a: InstalledPackage, b: InstalledPackage): number =>
  compareDpkgVersions(b.version, a.version) || compareDpkgVersions(b.name, a.name);
