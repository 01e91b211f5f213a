import { withoutRebuild } from "./dpkg-version.ts";
import type { Package } from "../builds/manifest.ts";
import { kernelOf, withoutArch } from "./package-name.ts";
import type { SourceVersion } from "./types.ts";
import type { ArchivedPackage, PackageIndex } from "../releases/security/types.ts";

/**
 * A package's source, found in the archive's index; null if it cannot be found. The archive keeps few versions. If it has another
 * version of the package, or a kernel of another ABI, that entry gives the source's name, and the way in which the source's version
 * follows from the binary's.
 */
export function sourceInArchive({ name, version }: Package, index: PackageIndex): SourceVersion | null {
  const bare = withoutArch(name);
  const archived = index.get(bare) ?? kernelsIn(index).get(kernelOf(bare) ?? "") ?? [];
  const same = archived.find((entry) => entry.version === version);
  if (same !== undefined) return same.source;
  for (const entry of archived) {
    const follows = followedVersion(version, entry);
    if (follows !== null) return { name: entry.source.name, version: follows };
  }
  return null;
}

/** The ways in which a source's version follows from a binary's, the simplest first; null where a way does not apply. */
const ways: readonly ((binary: string) => string | null)[] = [
  (binary) => binary,
  // linux 6.1.192-2 is signed as linux-signed-amd64 6.1.192+2
  (binary) => binary.replace(/-(?=[^-]*$)/, "+"),
  // bsdutils 1:2.38.1-5 comes from util-linux 2.38.1-5
  (binary) => binary.replace(/^\d+:/, ""),
  // shim-signed 1.44~1+deb12u1+15.8-1~deb12u1 comes from shim-signed 1.44~1+deb12u1, with shim 15.8-1~deb12u1
  (binary) => /^(.+?)\+[^+]+-[^-]+$/.exec(binary)?.[1] ?? null,
];

function followedVersion(binary: string, archived: ArchivedPackage): string | null {
  for (const way of ways) {
    if (way(withoutRebuild(archived.version)) === archived.source.version) return way(withoutRebuild(binary));
  }
  return null;
}

const kernels = new WeakMap<PackageIndex, PackageIndex>();

/** The index's kernel packages by their names without ABI. Kept, because a suite's images share one index. */
function kernelsIn(index: PackageIndex): PackageIndex {
  const known = kernels.get(index);
  if (known !== undefined) return known;
  const found = new Map<string, ArchivedPackage[]>();
  for (const [name, entries] of index) {
    const kernel = kernelOf(name);
    if (kernel !== null) found.set(kernel, [...(found.get(kernel) ?? []), ...entries]);
  }
  kernels.set(index, found);
  return found;
}
