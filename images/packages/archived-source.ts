import { withoutRebuild } from "./dpkg-version.ts";
import type { Package } from "../builds/manifest.ts";
import { kernelOf, withoutArch } from "./package-name.ts";
import type { SourceVersion } from "./types.ts";
import type { ArchivedPackage, PackageIndex } from "../releases/security/types.ts";

/**
 * A package's source by the archive's index. The archive keeps few versions, so another version of the package, or a kernel
 * of another ABI, tells the source's name, and how the source's version follows from the binary's. Null where it does not.
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

/** Ways in which a binary's version gives its source's, the plainest first; null where a version is not made that way. */
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

/** The index's kernel packages by what they are without their ABI; found once, as a suite's images share one index. */
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
