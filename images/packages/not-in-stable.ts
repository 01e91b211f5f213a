import { withoutArch } from "./package-name.ts";
import type { InstalledPackage } from "./types.ts";
import type { PackageIndex } from "../releases/security/types.ts";

/** Installed packages that the archive's stable, updates and security do not have in this version, as `name version`. */
export const notInStable = (installed: readonly InstalledPackage[], archive: PackageIndex): string[] =>
  installed
    .filter(({ name, version }) => archive.get(withoutArch(name))?.some((found) => found.version === version) !== true)
    .map(({ name, version }) => `${name} ${version}`);
