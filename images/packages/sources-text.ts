import { installedPackages } from "./dpkg-status.ts";

/**
 * `NAME.sources`: the source packages that an image is made of, one line `source version` each, as `openssl 3.5.1-1`. No line
 * twice, in the order of `LC_ALL=C sort`, so that `comm` and `join` take it as it is; a source has two lines where packages of
 * two versions of it are installed. A copy of each is at snapshot.debian.org.
 */
export function sourcesText(dpkgStatus: string): string {
  const lines = installedPackages(dpkgStatus).flatMap(({ source }) =>
    source === null ? [] : [`${source.name} ${source.version}\n`],
  );
  return [...new Set(lines)].toSorted().join("");
}
