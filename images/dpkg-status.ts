import { fieldOf } from "./deb822.ts";
import type { InstalledPackage, SourceVersion } from "./packages.ts";

/**
 * The installed packages of `dpkg -s`'s paragraphs, named as the manifest names them: with `:arch` only where a package is
 * Multi-Arch: same; each with its source.
 */
export function installedPackages(status: string): InstalledPackage[] {
  return status.split(/\n\n+/).flatMap((paragraph) => {
    const name = fieldOf(paragraph, "Package");
    const version = fieldOf(paragraph, "Version");
    if (name === undefined || version === undefined || fieldOf(paragraph, "Status")?.endsWith(" installed") !== true)
      return [];
    const isSame = fieldOf(paragraph, "Multi-Arch") === "same";
    return [
      {
        name: isSame ? `${name}:${fieldOf(paragraph, "Architecture") ?? ""}` : name,
        version,
        source: sourceOf(fieldOf(paragraph, "Source"), { name, version }),
      },
    ];
  });
}

/**
 * Reads a `Source` field, `name` or `name (version)`, of a status file or a Packages index. What it leaves out is the
 * binary package's own (deb-control(5)).
 */
export function sourceOf(sourceField: string | undefined, binary: SourceVersion): SourceVersion {
  const match = /^(\S+)(?:\s+\((\S+)\))?$/.exec(sourceField ?? "");
  return { name: match?.[1] ?? binary.name, version: match?.[2] ?? binary.version };
}
