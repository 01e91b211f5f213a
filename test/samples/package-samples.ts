import fc from "fast-check";
import type { InstalledPackage } from "../../images/packages/types.ts";

/** Installed packages for tests. */

/** @param source `name version`, or a name alone where its version is the package's; default: the package's own name. Null: none */
export function installed(name: string, version: string, source?: string | null): InstalledPackage {
  if (source === null) return { name, version, source: null };
  const [sourceName = "", sourceVersion = version] = (source ?? name.replace(/:.*/, "")).split(" ");
  return { name, version, source: { name: sourceName, version: sourceVersion } };
}

const runs = [
  "0",
  "00",
  "1",
  "2",
  "9",
  "10",
  "010",
  "a",
  "Z",
  "ab",
  "+",
  "~",
  "~~",
  ".",
  "+b1",
  "~deb12u1",
  "+dfsg",
  "rc",
];
const part = fc.array(fc.constantFrom(...runs), { minLength: 1, maxLength: 4 }).map((texts) => texts.join(""));

/** Versions that dpkg accepts, so much alike that one rule of its order decides between two of them. */
export const anyDpkgVersion = fc
  .tuple(fc.constantFrom("", "0:", "1:", "10:"), part, fc.option(part, { nil: null }))
  .map(([epoch, upstream, revision]) => `${epoch}1${upstream}${revision === null ? "" : `-${revision}`}`);

const names = [
  "bash",
  "libssl1.1:amd64",
  "libssl3:amd64",
  "libssl3t64:amd64",
  "libicu67",
  "libicu72:arm64",
  "libicu72:amd64",
  "libprocps8",
  "libproc2-0",
  "linux-image-6.1.0-31-cloud-amd64",
  "linux-image-6.1.0-34-cloud-amd64",
  "linux-image-6.1.0-34-cloud-amd64-unsigned",
  "linux-image-6.12.41+deb13-cloud-amd64",
  "linux-image-cloud-amd64",
  "shim-signed:amd64",
  "base-files",
] as const;

const sources: Readonly<Record<(typeof names)[number], string>> = {
  bash: "bash",
  "libssl1.1:amd64": "openssl",
  "libssl3:amd64": "openssl",
  "libssl3t64:amd64": "openssl",
  libicu67: "icu",
  "libicu72:arm64": "icu",
  "libicu72:amd64": "icu",
  libprocps8: "procps",
  "libproc2-0": "procps",
  "linux-image-6.1.0-31-cloud-amd64": "linux-signed-amd64",
  "linux-image-6.1.0-34-cloud-amd64": "linux-signed-amd64",
  "linux-image-6.1.0-34-cloud-amd64-unsigned": "linux",
  "linux-image-6.12.41+deb13-cloud-amd64": "linux-signed-amd64",
  "linux-image-cloud-amd64": "linux-signed-amd64",
  "shim-signed:amd64": "shim-signed",
  "base-files": "base-files",
};

const fewVersions = [
  "1.0-1",
  "1.0-1+b1",
  "1.0-2",
  "1.1+1",
  "1:0.9-1",
  "2~rc1-1",
  "2-1~deb12u1",
  "12.4+deb12u9",
  "1.0-01",
];
export const anyFewVersion = fc.constantFrom(...fewVersions);

/** One of a few similar packages. Its version may differ from its source's. */
const anyPackage = fc
  .tuple(fc.constantFrom(...names), anyFewVersion, fc.option(anyFewVersion, { nil: null }))
  .map(([name, version, source]) => installed(name, version, source === null ? null : `${sources[name]} ${source}`));

/** The packages of an image, each name once. */
export const anyPackages = fc.uniqueArray(anyPackage, { selector: ({ name }) => name });

export const sampleSources: readonly string[] = [...new Set([...Object.values(sources), "linux", "shim"])];
export const sampleNames: readonly string[] = names;
