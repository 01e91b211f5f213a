import { UserError } from "../../model/errors.ts";

/** One line of a SHA512SUMS file. */
export interface Checksum {
  /** A name in the file's own directory. */
  name: string;
  /** 128 hexadecimal digits. */
  sha512: string;
  /** 64 hexadecimal digits, where it is known. */
  sha256?: string | undefined;
}

const line = /^([0-9a-f]+) {2}([^/\0\\]+)$/;

/** SHA512SUMS as upstream writes it: `<hex>  <name>`, sorted by name; what `sha512sum --check` reads. */
export const formatChecksums = (checksums: readonly Checksum[]): string =>
  lines(checksums.map(({ name, sha512 }) => ({ name, digest: sha512 })));

/** SHA256SUMS, as `formatChecksums`; undefined if the sha256 of any file was not recorded, so that no name is missing in it. */
export function formatSha256Sums(files: readonly { name: string; sha256?: string | undefined }[]): string | undefined {
  const known = files.flatMap(({ name, sha256 }) => (sha256 === undefined ? [] : [{ name, digest: sha256 }]));
  return known.length === files.length ? lines(known) : undefined;
}

const lines = (sums: readonly { name: string; digest: string }[]): string =>
  sums
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, digest }) => `${digest}  ${name}\n`)
    .join("");

/** Reads a SHA512SUMS file; `where` is its name for people. Throws a UserError that names every bad line. */
export const parseChecksums = (text: string, where: string): Checksum[] =>
  parseSums(text, where, 128).map(({ name, digest }) => ({ name, sha512: digest }));

/** Reads a SHA256SUMS file, as `parseChecksums`. */
export const parseSha256Sums = (text: string, where: string): { name: string; sha256: string }[] =>
  parseSums(text, where, 64).map(({ name, digest }) => ({ name, sha256: digest }));

function parseSums(text: string, where: string, digits: number): { name: string; digest: string }[] {
  const seen = new Set<string>();
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  const read = lines.map((content, index) => {
    const [, digest = "", name = ""] = line.exec(content) ?? [];
    const place = `${where}:${index + 1}`;
    if (name === "" || digest.length !== digits)
      return problem(place, content, `${digits} hexadecimal digits, two spaces and a file name`);
    if (seen.has(name)) return problem(place, name, "each file once");
    seen.add(name);
    return { name, digest };
  });
  const problems = read.filter((entry) => "expected" in entry);
  if (problems.length > 0) throw new UserError(...problems);
  return read.filter((entry) => "digest" in entry);
}

const problem = (where: string, value: string, expected: string) => ({
  where,
  value,
  expected,
  remedy: "write the file again with sha512sum or sha256sum",
});
