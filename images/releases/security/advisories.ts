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

/** What stands in a version's place. Whatever leaves the suite without a fix is the same to us. */
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

/** Stands where a line is not what it should be. */
class Unreadable extends Error {}

/**
 * Reads the security tracker's data/DSA/list or data/DLA/list. An entry that fixes several sources is an advisory of each of
 * them, all with its id. `where` is the list's name for people. Throws a UserError that names the line, where the list is no
 * such list, is cut off, or says what cannot be read: no entry is passed over.
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

/** Behind the last newline there is nothing, in a list that came whole. */
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

/** An entry may refer to other advisories as well; they are no holes. */
function readReferences(detail: string): string[] {
  const names = references.exec(detail)?.[1]?.trim().split(/\s+/) ?? [];
  if (names.length === 0 || !names.every((name) => reference.test(name)))
    throw new Unreadable("{CVE-… CVE-…}, names of holes between braces");
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

/** Of a suite that has no images any more nothing is asked, and the oldest entries have forms of their own. */
const isOfPast = (codename: string): boolean => !isSuite(codename);

/** Of two lines about one source in one suite, the one that asks for more. */
function later(a: AdvisoryFix, b: AdvisoryFix): AdvisoryFix {
  if (a.is !== "fixed") return a;
  if (b.is !== "fixed") return b;
  return compareDpkgVersions(a.version, b.version) > 0 ? a : b;
}

/** What a heading calls the source may be a package of it, or several; the fixes name the sources themselves. */
function advisoriesOf({ heading: { sources, ...heading }, cves, fixes }: Entry): Advisory[] {
  const named = fixes.size > 0 ? [...fixes.keys()] : sources;
  return named.map((source) => ({ ...heading, source, cves, fixes: fixes.get(source) ?? new Map() }));
}
