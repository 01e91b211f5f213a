import { signedSources } from "../../model/definitions/signed-sources.ts";
import type { InstalledPackage, SourceVersion } from "../../packages/types.ts";

/**
 * The source that advisories and the tracker name: for a signed source the one that it follows (`linux 6.1.192-2` for
 * `linux-signed-amd64 6.1.192+2`), if its version shows which. Any other source is returned unchanged.
 */
export function advisedSource(source: SourceVersion): SourceVersion {
  if (!isSigned(source.name)) return source;
  for (const { pattern, follows, version } of signedSources) {
    if (pattern.test(source.name) && version.test(source.version))
      return { name: source.name.replace(pattern, follows), version: source.version.replace(version, "$1-$2") };
  }
  return source;
}

/** The source that advisories name for an installed package. For shim-signed only the binary's version has shim's version. */
export function advisedSourceOf({ source, version }: InstalledPackage): SourceVersion | null {
  if (source === null || !isSigned(source.name)) return source;
  const advised = advisedSource(source);
  if (advised !== source) return advised;
  const byBinary = advisedSource({ name: source.name, version });
  return byBinary.name === source.name ? source : byBinary;
}

/** A fast first check: all signed sources have it in their names, and nearly no others. */
const isSigned = (name: string): boolean => name.includes("signed");

/** Whether the package holds nothing but another source's binaries, signed. */
export const isSignedTwin = ({ source }: InstalledPackage): boolean =>
  source !== null && isSigned(source.name) && signedSources.some(({ pattern }) => pattern.test(source.name));
