import { fieldOf } from "./deb822.ts";
import { isArchName, isPackageName, isPackageVersion } from "./dpkg-names.ts";
import type { InstalledPackage, SourceVersion } from "./types.ts";

/** A package that dpkg knows: installed, or removed with its configuration left (`deinstall ok config-files`). */
interface StatusParagraph extends InstalledPackage {
  /** `install ok installed` */
  status: string;
  source: SourceVersion;
  /** The fields, unparsed. */
  fields: { package: string; version: string; architecture: string; source: string | undefined };
}

/**
 * The packages of `dpkg -s`, named as in the manifest: with `:arch` only for Multi-Arch: same. Paragraphs without a name or version
 * are left out.
 */
export function statusParagraphs(text: string): StatusParagraph[] {
  return text.split(/\n\n+/).flatMap((paragraph) => {
    const name = fieldOf(paragraph, "Package");
    const version = fieldOf(paragraph, "Version");
    if (name === undefined || version === undefined) return [];
    const architecture = fieldOf(paragraph, "Architecture") ?? "";
    const source = fieldOf(paragraph, "Source");
    return [
      {
        name: fieldOf(paragraph, "Multi-Arch") === "same" ? `${name}:${architecture}` : name,
        version,
        source: sourceOf(source, { name, version }),
        status: fieldOf(paragraph, "Status") ?? "",
        fields: { package: name, version, architecture, source },
      },
    ];
  });
}

export const isInstalled = (status: string | undefined): boolean => status?.endsWith(" installed") === true;

/** The installed packages of `dpkg -s`'s paragraphs, each with its source. */
export const installedPackages = (text: string): InstalledPackage[] =>
  statusParagraphs(text)
    .filter(({ status }) => isInstalled(status))
    .map(({ name, version, source }) => ({ name, version, source }));

/** The fields of a paragraph that dpkg itself would reject. Lists and pages show these fields. */
export function wrongFieldsOf({ fields, source }: StatusParagraph): { value: string; expected: string }[] {
  const judged: [value: string, ok: boolean, field: string][] = [
    [fields.package, isPackageName(fields.package), "Package"],
    [fields.version, isPackageVersion(fields.version), "Version"],
    [fields.architecture, isArchName(fields.architecture), "Architecture"],
    [
      fields.source ?? "",
      isPackageName(source.name) && isPackageVersion(source.version) && isSourceField(fields.source),
      "Source",
    ],
  ];
  return judged
    .filter(([, ok]) => !ok)
    .map(([value, , field]) => ({
      value,
      expected: `a field ${field} as dpkg takes it, of the package ${fields.package}`,
    }));
}

const sourcePattern = /^(\S+)(?:\s+\((\S+)\))?$/;

const isSourceField = (field: string | undefined): boolean => field === undefined || sourcePattern.test(field);

/**
 * Reads a `Source` field, `name` or `name (version)`, of a status file or a Packages index. A name or version that it leaves out is
 * that of the binary package (deb-control(5)).
 */
export function sourceOf(sourceField: string | undefined, binary: SourceVersion): SourceVersion {
  const match = sourcePattern.exec(sourceField ?? "");
  return { name: match?.[1] ?? binary.name, version: match?.[2] ?? binary.version };
}
