import { isInstalled, statusParagraphs } from "../../packages/dpkg-status.ts";

/** A package of an image as both formats name it. */
export interface SbomPackage {
  name: string;
  version: string;
  /** Package URL (purl-spec, type deb). */
  purl: string;
}

interface SbomPackages {
  /** Installed packages, each with the purl of its source. */
  binaries: (SbomPackage & { source: string })[];
  sources: SbomPackage[];
}

/** The installed packages of a dpkg status file and their sources, each once, in the order of their purls. */
export function sbomPackages(dpkgStatus: string): SbomPackages {
  const binaries = new Map<string, SbomPackages["binaries"][number]>();
  const sources = new Map<string, SbomPackage>();
  for (const { status, source, fields } of statusParagraphs(dpkgStatus)) {
    if (!isInstalled(status)) continue;
    const { package: name, version, architecture } = fields;
    const sourcePurl = purlOf(source.name, source.version, "source");
    const purl = purlOf(name, version, architecture);
    binaries.set(purl, { name, version, purl, source: sourcePurl });
    sources.set(sourcePurl, { name: source.name, version: source.version, purl: sourcePurl });
  }
  return { binaries: sorted(binaries), sources: sorted(sources) };
}

const sorted = <Found extends SbomPackage>(found: ReadonlyMap<string, Found>): Found[] =>
  [...found.values()].toSorted((a, b) => (a.purl < b.purl ? -1 : 1));

const purlOf = (name: string, version: string, arch: string): string =>
  `pkg:deb/debian/${escaped(name)}@${escaped(version)}?arch=${escaped(arch)}`;

/** A purl keeps the colon of an epoch. */
const escaped = (text: string): string => encodeURIComponent(text).replaceAll("%3A", ":");
