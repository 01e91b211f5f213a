import type { Image } from "../../model/image.ts";
import { sbomPackages, type SbomPackage } from "./packages.ts";
import { sbomSubject } from "./subject.ts";

/** `NAME.spdx.json`: SPDX 2.3, from an image's dpkg status. */
export function spdxText(image: Omit<Image, "channel">, dpkgStatus: string): string {
  const { name, version, created } = sbomSubject(image);
  const { binaries, sources } = sbomPackages(dpkgStatus);
  const ids = new Map([...binaries, ...sources].map(({ purl }, at) => [purl, `SPDXRef-Package-${at + 1}`]));
  const idOf = (purl: string): string => ids.get(purl) ?? "NOASSERTION";
  const root = "SPDXRef-Image";
  const relate = (from: string, type: string, to: string) => ({
    spdxElementId: from,
    relationshipType: type,
    relatedSpdxElement: to,
  });
  const document = {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: "SPDXRef-DOCUMENT",
    name: `${name}-${version}`,
    documentNamespace: `https://cloud.debian.org/spdx/${name}-${version}`,
    creationInfo: { created, creators: ["Organization: Debian Cloud Team", "Tool: cloud-images"] },
    packages: [
      { ...unasserted, SPDXID: root, name, versionInfo: version, primaryPackagePurpose: "OPERATING-SYSTEM" },
      ...binaries.map((binary) => packageOf(binary, idOf(binary.purl), "LIBRARY")),
      ...sources.map((source) => packageOf(source, idOf(source.purl), "SOURCE")),
    ],
    relationships: [
      relate("SPDXRef-DOCUMENT", "DESCRIBES", root),
      ...binaries.map(({ purl }) => relate(root, "CONTAINS", idOf(purl))),
      ...binaries.map(({ purl, source }) => relate(idOf(purl), "GENERATED_FROM", idOf(source))),
    ],
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

/** dpkg knows nothing of these. */
const unasserted = {
  downloadLocation: "NOASSERTION",
  filesAnalyzed: false,
  licenseConcluded: "NOASSERTION",
  licenseDeclared: "NOASSERTION",
  copyrightText: "NOASSERTION",
};

const packageOf = ({ name, version, purl }: SbomPackage, id: string, purpose: "LIBRARY" | "SOURCE") => ({
  ...unasserted,
  SPDXID: id,
  name,
  versionInfo: version,
  primaryPackagePurpose: purpose,
  externalRefs: [{ referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: purl }],
});
