import { installedPackages } from "./dpkg-status.ts";

/**
 * `NAME.sources`: the source packages of an image, one line `source version` each, as `openssl 3.5.1-1`. Each line is there once, in
 * the order of `LC_ALL=C sort`, which `comm` and `join` need. A source has two lines if packages of two of its versions are
 * installed. All sources are at snapshot.debian.org.
 */
export function sourcesText(dpkgStatus: string): string {
  const lines = installedPackages(dpkgStatus).flatMap(({ source }) =>
    source === null ? [] : [`${source.name} ${source.version}\n`],
  );
  return [...new Set(lines)].toSorted().join("");
}
