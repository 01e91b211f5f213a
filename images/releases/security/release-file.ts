import { UserError } from "../../model/errors.ts";

export interface ReleaseFile {
  /** `stable`, `oldstable-security`: of another release in time. */
  suite: string;
  /** `bookworm`, `bookworm-security`. */
  codename: string;
  date: Date;
  /** Null where the archive sets no end: `bookworm` itself changes only with a point release. */
  validUntil: Date | null;
  /** By path below the file's folder: `main/binary-amd64/Packages.xz`. */
  files: Map<string, ListedFile>;
}

export interface ListedFile {
  /** In bytes. */
  size: number;
  /** In hexadecimal digits. */
  sha256: string;
}

/** A field's own line, and those that continue it. */
interface Field {
  value: string;
  lines: readonly string[];
}

const fieldLine = /^([A-Za-z0-9][A-Za-z0-9-]*):(.*)$/;
const fileLine = /^([0-9a-f]{64})\s+(\d+)\s+(\S+)$/;
/** RFC 2822, in UTC: "Sat, 11 Jan 2025 10:02:51 UTC". */
const time = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (?:UTC|GMT|\+0000)$/;
/** Leads out of the file's folder. */
const strayPath = /^\/|(?:^|\/)\.\.(?:\/|$)/;

/**
 * Reads a Release file of the archive: the text within InRelease, after its signature was checked. `where` is its name for
 * people. Throws a UserError if it is no such file, or if its list of files is wrong.
 */
export function parseRelease(text: string, where: string): ReleaseFile {
  const problem = refusal(where);
  const fields = fieldsOf(text, problem);
  const required = (name: string): Field => {
    const field = fields.get(name);
    if (field === undefined) throw problem(name, "", "a field of a Release file");
    return field;
  };
  const dateIn = (name: string, { value }: Field): Date => {
    const date = new Date(time.test(value) ? value : NaN);
    if (Number.isNaN(date.getTime())) throw problem(name, value, '"Sat, 11 Jan 2025 10:02:51 UTC"');
    return date;
  };
  const validUntil = fields.get("Valid-Until");
  return {
    suite: required("Suite").value,
    codename: required("Codename").value,
    date: dateIn("Date", required("Date")),
    validUntil: validUntil === undefined ? null : dateIn("Valid-Until", validUntil),
    files: filesIn(required("SHA256").lines, problem),
  };
}

type Refuse = (field: string, value: string, expected: string) => UserError;

const refusal =
  (where: string): Refuse =>
  (field, value, expected) =>
    new UserError({
      where: `${where}, ${field}`,
      value: value.slice(0, 200),
      expected,
      remedy: "fetch the archive's InRelease again",
    });

function fieldsOf(text: string, problem: Refuse): Map<string, Field> {
  const fields = new Map<string, { value: string; lines: string[] }>();
  let current: string[] | null = null;
  for (const [index, line] of text.trimEnd().split("\n").entries()) {
    if (current !== null && /^[ \t]/.test(line)) {
      current.push(line.trim());
      continue;
    }
    const place = `line ${index + 1}`;
    const [, name, value = ""] = fieldLine.exec(line) ?? [];
    if (name === undefined) throw problem(place, line, "a field of a Release file, as Suite: stable");
    if (fields.has(name)) throw problem(place, line, `one ${name}`);
    current = [];
    fields.set(name, { value: value.trim(), lines: current });
  }
  return fields;
}

function filesIn(lines: readonly string[], problem: Refuse): Map<string, ListedFile> {
  const files = new Map<string, ListedFile>();
  for (const line of lines) {
    const [, sha256, size, path] = fileLine.exec(line) ?? [];
    if (sha256 === undefined || path === undefined || strayPath.test(path))
      throw problem("SHA256", line, "a digest of 64 hexadecimal digits, a size and a path below its folder");
    if (files.has(path)) throw problem("SHA256", line, `${path} once`);
    files.set(path, { size: Number(size), sha256 });
  }
  return files;
}
