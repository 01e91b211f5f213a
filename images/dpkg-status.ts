import type { InstalledPackage, SourceVersion } from "./packages.ts";

/**
 * The installed packages of `dpkg -s`'s paragraphs, named as the manifest names them: with `:arch` only where a package is
 * Multi-Arch: same; each with its source.
 */
export function installedPackages(status: string): InstalledPackage[] {
  return status.split(/\n\n+/).flatMap((paragraph) => {
    const name = field(paragraph, "Package");
    const version = field(paragraph, "Version");
    if (name === undefined || version === undefined || field(paragraph, "Status")?.endsWith(" installed") !== true)
      return [];
    const isSame = field(paragraph, "Multi-Arch") === "same";
    return [
      {
        name: isSame ? `${name}:${field(paragraph, "Architecture") ?? ""}` : name,
        version,
        source: sourceOf(field(paragraph, "Source"), { name, version }),
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

/** A field of one line; continuation lines begin with a space, so no field's name is found inside another field. */
function field(paragraph: string, name: string): string | undefined {
  const marker = `\n${name}: `;
  const padded = paragraph.startsWith("\n") ? paragraph : `\n${paragraph}`;
  const at = padded.indexOf(marker);
  if (at === -1) return undefined;
  const end = padded.indexOf("\n", at + marker.length);
  return padded.slice(at + marker.length, end === -1 ? undefined : end).trim();
}
