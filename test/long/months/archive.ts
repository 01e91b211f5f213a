import { advisedSourceOf } from "../../../images/releases/diff/source.ts";
import type { Arch } from "../../../images/model/definitions/arches.ts";
import type { Vendor } from "../../../images/model/definitions/vendors.ts";
import { version } from "../../samples/samples.ts";
import { packagesOf } from "../../../tools/sample/build.ts";
import type { PeerPackage } from "../../peers/debian/dists.ts";

/** How often each source was updated, and how often packages were rebuilt. */
export interface ArchiveState {
  updates: Readonly<Record<string, number>>;
  rebuilds: number;
}

export const arches = ["amd64", "arm64"] as const satisfies Arch[];
const vendor: Vendor = "ec2";

/** All packages that our images have in a state of the archive. */
export function packagesIn({ updates, rebuilds }: ArchiveState): PeerPackage[] {
  const builds = arches.map((arch) => ({ suite: "trixie", vendor, arch, version: version("20260701-1") }) as const);
  const packages = builds.flatMap((build) => packagesOf({ ...build, updates, rebuilds }));
  const each = new Map(
    packages.map(({ name, version: of, source, sourceVersion }): [string, PeerPackage] => [
      name,
      { name, version: of, source: { name: source, version: sourceVersion } },
    ]),
  );
  return [...each.values()];
}

/** The packages of a source that differ in a new state of the archive. */
export function packagesUpdated(source: string, before: ArchiveState, after: ArchiveState): PeerPackage[] {
  const known = new Set(packagesIn(before).map(({ name, version: of }) => `${name} ${of}`));
  return packagesIn(after).filter(
    (each) => advisedSourceName(each) === source && !known.has(`${each.name} ${each.version}`),
  );
}

/** The source's version as an advisory names it. */
export function sourceVersionIn(source: string, state: ArchiveState): string {
  for (const each of packagesIn(state)) {
    const advised = adviseOf(each);
    if (advised?.name === source) return advised.version;
  }
  throw new RangeError(`no image has a package of ${source}`);
}

const adviseOf = ({ name, version: of, source }: PeerPackage) =>
  advisedSourceOf({ name, version: of, source: source ?? null });

const advisedSourceName = (each: PeerPackage): string | undefined => adviseOf(each)?.name;
