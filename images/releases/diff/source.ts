import { signedSources } from "../../model/definitions/signed-sources.ts";
import type { InstalledPackage, SourceVersion } from "../../packages/types.ts";

/**
 * The source as advisories and the tracker name it: a signed one is another's twin (`linux-signed-amd64 6.1.192+2` is
 * `linux 6.1.192-2`); any other is itself, and so is a twin whose version does not tell the other's.
 */
export function advisedSource(source: SourceVersion): SourceVersion {
  if (!isSigned(source.name)) return source;
  for (const { pattern, follows, version } of signedSources) {
    if (pattern.test(source.name) && version.test(source.version))
      return { name: source.name.replace(pattern, follows), version: source.version.replace(version, "$1-$2") };
  }
  return source;
}

/** The source of an installed package as advisories name it. Shim's signed twin tells shim's version only by its own binaries. */
export function advisedSourceOf({ source, version }: InstalledPackage): SourceVersion | null {
  if (source === null || !isSigned(source.name)) return source;
  const advised = advisedSource(source);
  if (advised !== source) return advised;
  const byBinary = advisedSource({ name: source.name, version });
  return byBinary.name === source.name ? source : byBinary;
}

/** All that Debian signs says so in its name; nearly nothing does. */
const isSigned = (name: string): boolean => name.includes("signed");

/** Whether the package holds nothing but another source's binaries, signed. */
export const isSignedTwin = ({ source }: InstalledPackage): boolean =>
  source !== null && isSigned(source.name) && signedSources.some(({ pattern }) => pattern.test(source.name));
