/**
 * One binary package: its name and version, and its source and the source's version if they differ. The name ends in `:*` for
 * Multi-Arch: same, which dpkg lists with the arch, and in `:all` for Architecture: all.
 */
export type PackageRow = readonly [name: string, version: string, source?: string, sourceVersion?: string];

export interface InstalledPackage {
  name: string;
  arch: string;
  multiArchSame: boolean;
  version: string;
  source: string;
  sourceVersion: string;
}

/** A row's name without its mark. */
export const plainName = (marked: string): string => marked.replace(/:.*$/, "");

export function readRow([marked, version, source, sourceVersion]: PackageRow, imageArch: string): InstalledPackage {
  const name = plainName(marked);
  const mark = marked.slice(name.length + 1);
  return {
    name,
    arch: mark === "all" ? "all" : imageArch,
    multiArchSame: mark === "*",
    version,
    source: source ?? name,
    sourceVersion: sourceVersion ?? version,
  };
}
