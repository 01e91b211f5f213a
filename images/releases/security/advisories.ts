import { parseDay } from "../../model/day.ts";
import { isSuite } from "../../model/definitions/suites.ts";
import { compareDpkgVersions } from "../../packages/dpkg-version.ts";
import { UserError } from "../../model/errors.ts";
import type { Advisory, AdvisoryFix } from "./types.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const header = /^\[(\d\d) ([A-Z][a-z]{2}) (\d{4})\] (D[SL]A-\d+(?:-\d+)?)\s+(\S.*)$/;
/** Some old entries write two dashes, or have no description at all. */
const beforeDescription = /\s+--?\s+/;

const references = /^\{([^{}]*)\}$/;
const reference = /^(?:CVE-\d{4}-\d{4,}|(?:DSA|DLA|DTSA)-\d+(?:-\d+)?|VU#\d+)$/;
const remark = /^(?:NOTE|TODO):/;
/** Without a codename it is about unstable; a remark in brackets may follow. */
const fixed =
  /^(?:\[([a-z]+)\]\s+)?- ([A-Za-z0-9][A-Za-z0-9.+-]*)\s+(?:<([a-z-]+)>|([A-Za-z0-9:.+~-]+))(?:\s+\(.*\))?$/;

/** The words in place of a version. We do not distinguish why a suite has no fix. */
const words: ReadonlyMap<string, AdvisoryFix> = new Map([
  ["end-of-life", { is: "end-of-life" }],
  ["not-affected", { is: "not-affected" }],
  ["unfixed", { is: "unfixed" }],
  ["undetermined", { is: "unfixed" }],
  ["removed", { is: "unfixed" }],
  ["no-dsa", { is: "unfixed" }],
  ["ignored", { is: "unfixed" }],
  ["postponed", { is: "unfixed" }],
]);

type Heading = Pick<Advisory, "id" | "day" | "description"> & { sources: readonly string[] };

interface Entry {
  heading: Heading;
  cves: string[];
  remarks: number;
  /** By source. */
  fixes: Map<string, Map<string, AdvisoryFix>>;
}

/** A line that cannot be read; its message is what was expected. */
class Unreadable extends Error {}

/**
 * Reads the security tracker's data/DSA/list or data/DLA/list. An entry that fixes several sources becomes one advisory per source,
 * all with its id. `where` is the list's name for people. Throws a UserError that names the first line that cannot be read: no
 * entry is ignored, and a list that is cut off is refused.
 */
export function parseAdvisories(text: string, where: string): Advisory[] {
  const lines = text.split("\n");
  const end = lines.length - 1;
  const entries: Entry[] = [];
  for (const [index, line] of lines.entries()) {
    try {
      if (index === end) checkEnd(line, entries.at(-1));
      else readLine(line, entries);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      throw new UserError({
        where: `${where}, line ${index + 1}`,
        value: line.slice(0, 200),
        expected: error.message,
        remedy: "fetch the list again",
      });
    }
  }
  return entries.flatMap(advisoriesOf);
}

function readLine(line: string, entries: Entry[]): void {
  if (/^\s*$/.test(line)) return;
  const entry = entries.at(-1);
  if (entry !== undefined && /^\s/.test(line)) readDetail(line.trim(), entry);
  else entries.push({ heading: readHeading(line), cves: [], remarks: 0, fixes: new Map() });
}

/** A whole list ends with a newline, after an entry with its fixes. */
function checkEnd(line: string, last: Entry | undefined): void {
  if (line !== "") throw new Unreadable("a newline at the list's end: it is cut off, or no list");
  if (last === undefined) throw new Unreadable("a list with entries");
  if (last.fixes.size + last.remarks === 0) throw new Unreadable("the last entry's fixes: the list is cut off");
}

function readHeading(line: string): Heading {
  const [, date, month = "", year, id, rest] = header.exec(line) ?? [];
  if (id === undefined || rest === undefined)
    throw new Unreadable('"[DD Mon YYYY] DSA-N source - description", or the same of a DLA');
  const day = parseDay(`${year}-${String(months.indexOf(month) + 1).padStart(2, "0")}-${date}`);
  if (day === undefined) throw new Unreadable("a day that exists");
  const [sources = "", ...description] = rest.trim().split(beforeDescription);
  return { id, day, sources: sources.split(/\s+/), description: description.join(" - ") };
}

function readDetail(detail: string, entry: Entry): void {
  if (remark.test(detail)) entry.remarks += 1;
  else if (detail.startsWith("{")) entry.cves.push(...readReferences(detail));
  else readFix(detail, entry.fixes);
}

/** An entry may also refer to other advisories, which are left out. */
function readReferences(detail: string): string[] {
  const names = references.exec(detail)?.[1]?.trim().split(/\s+/) ?? [];
  if (names.length === 0 || !names.every((name) => reference.test(name)))
    throw new Unreadable("{CVE-… CVE-…}, names of vulnerabilities between braces");
  return names.filter((name) => name.startsWith("CVE-"));
}

function readFix(detail: string, fixes: Entry["fixes"]): void {
  const [, codename = suiteOf(detail), source, word, version] = fixed.exec(detail) ?? [];
  const fix = version === undefined ? words.get(word ?? "") : ({ is: "fixed", version } satisfies AdvisoryFix);
  if (source === undefined || fix === undefined) {
    if (isOfPast(codename)) return;
    throw new Unreadable(`"[codename] - source version", with ${[...words.keys()].join(", ")} in <> for a version`);
  }
  const suites = fixes.get(source) ?? new Map<string, AdvisoryFix>();
  const before = suites.get(codename);
  fixes.set(source, suites.set(codename, before === undefined ? fix : later(before, fix)));
}

const suiteOf = (detail: string): string => /^\[([a-z]+)\]/.exec(detail)?.[1] ?? "sid";

/** Lines of suites without images are not needed, and the oldest of them have other forms. */
const isOfPast = (codename: string): boolean => !isSuite(codename);

/** Chooses between two lines about one source in one suite: the one without a fix, or with the higher version. */
function later(a: AdvisoryFix, b: AdvisoryFix): AdvisoryFix {
  if (a.is !== "fixed") return a;
  if (b.is !== "fixed") return b;
  return compareDpkgVersions(a.version, b.version) > 0 ? a : b;
}

/** A heading may name packages instead of the source. The fixes name the source itself. */
function advisoriesOf({ heading: { sources, ...heading }, cves, fixes }: Entry): Advisory[] {
  const named = fixes.size > 0 ? [...fixes.keys()] : sources;
  return named.map((source) => ({ ...heading, source, cves, fixes: fixes.get(source) ?? new Map() }));
}
