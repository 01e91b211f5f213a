/** A source package, as advisories and the archive name it. */
export interface SourceVersion {
  name: string;
  version: string;
}

/** A package of an image, as it is installed. */
export interface InstalledPackage {
  /** As the manifest names it: with `:arch` where it is Multi-Arch: same. */
  name: string;
  /** The version of the binary package. */
  version: string;
  /** Null where neither dpkg-status nor the archive names its source. */
  source: SourceVersion | null;
}
