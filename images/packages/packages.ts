import { sourceInArchive } from "./archived-source.ts";
import { installedPackages } from "./dpkg-status.ts";
import type { Package } from "../builds/manifest.ts";
import type { PackageIndex } from "../releases/security/types.ts";
import type { InstalledPackage } from "./types.ts";

/**
 * The manifest's packages with their sources: from dpkg-status if it has the package, else from the archive's index.
 */
export function withSources(
  packages: readonly Package[],
  dpkgStatus: string | null,
  archive: PackageIndex | null,
): InstalledPackage[] {
  const installed = dpkgStatus === null ? [] : installedPackages(dpkgStatus);
  const known = new Map(installed.map((entry) => [`${entry.name} ${entry.version}`, entry.source]));
  return packages.map(({ name, version }) => ({
    name,
    version,
    source: known.get(`${name} ${version}`) ?? (archive === null ? null : sourceInArchive({ name, version }, archive)),
  }));
}
