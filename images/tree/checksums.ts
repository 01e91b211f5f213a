import { UserError } from "../model/errors.ts";

/** One line of a SHA512SUMS file. */
export interface Checksum {
  /** A name in the file's own directory. */
  name: string;
  /** 128 hexadecimal digits. */
  sha512: string;
}

const line = /^([0-9a-f]{128}) {2}([^/\0\\]+)$/;

/** SHA512SUMS as upstream writes it: `<hex>  <name>`, sorted by name; what `sha512sum --check` reads. */
export const formatChecksums = (checksums: readonly Checksum[]): string =>
  checksums
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, sha512 }) => `${sha512}  ${name}\n`)
    .join("");

/** Reads a SHA512SUMS file; `where` is its name for people. Throws a UserError that names every bad line. */
export function parseChecksums(text: string, where: string): Checksum[] {
  const seen = new Set<string>();
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  const read = lines.map((content, index) => {
    const [, sha512 = "", name = ""] = line.exec(content) ?? [];
    const place = `${where}:${index + 1}`;
    if (name === "") return problem(place, content, "128 hexadecimal digits, two spaces and a file name");
    if (seen.has(name)) return problem(place, name, "each file once");
    seen.add(name);
    return { name, sha512 };
  });
  const problems = read.filter((entry) => "expected" in entry);
  if (problems.length > 0) throw new UserError(...problems);
  return read.filter((entry) => "sha512" in entry);
}

const problem = (where: string, value: string, expected: string) => ({
  where,
  value,
  expected,
  remedy: "write the file again with sha512sum",
});
