import { uuidOfUrl } from "../../builds/digest.ts";
import type { Image } from "../../model/image.ts";
import { sbomPackages, type SbomPackage } from "./packages.ts";
import { sbomSubject } from "./subject.ts";

/** `NAME.cdx.json`: CycloneDX 1.6, from an image's dpkg status. */
export function cycloneDxText(image: Omit<Image, "channel">, dpkgStatus: string): string {
  const { name, version, created } = sbomSubject(image);
  const { binaries, sources } = sbomPackages(dpkgStatus);
  const root = `${name}-${version}`;
  const document = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuidOfUrl(`https://cloud.debian.org/cyclonedx/${root}`)}`,
    version: 1,
    metadata: {
      timestamp: created,
      component: { type: "operating-system", "bom-ref": root, name, version },
    },
    components: [...binaries, ...sources].map(componentOf),
    dependencies: [{ ref: root, dependsOn: binaries.map(({ purl }) => purl) }],
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

const componentOf = ({ name, version, purl }: SbomPackage) => ({
  type: "library",
  "bom-ref": purl,
  group: "debian",
  name,
  version,
  purl,
});
