import type { InstalledPackage } from "../packages/rows.ts";

/** `dpkg -s` of the packages: the paragraphs of dpkg's status file. */
export const dpkgStatus = (packages: readonly InstalledPackage[]): string =>
  packages.map((installed) => `${paragraph(installed).join("\n")}\n\n`).join("");

function paragraph(installed: InstalledPackage): string[] {
  const { name, arch, multiArchSame, version, source, sourceVersion } = installed;
  return [
    `Package: ${name}`,
    "Status: install ok installed",
    "Priority: optional",
    "Section: admin",
    "Maintainer: Debian Cloud <debian-cloud@lists.debian.org>",
    `Architecture: ${arch}`,
    ...(multiArchSame ? ["Multi-Arch: same"] : []),
    ...sourceField({ name, version, source, sourceVersion }),
    `Version: ${version}`,
    `Description: sample of ${name}`,
  ];
}

type Sourced = Pick<InstalledPackage, "name" | "version" | "source" | "sourceVersion">;

/** dpkg leaves out a source that equals the package. */
function sourceField({ name, version, source, sourceVersion }: Sourced): string[] {
  if (sourceVersion !== version) return [`Source: ${source} (${sourceVersion})`];
  return source === name ? [] : [`Source: ${source}`];
}
