import { z } from "zod";
import { UserError } from "../../model/errors.ts";
import { parseJson, parseValue } from "../../model/schema-problems.ts";
import { urgencies, type TrackedIssue } from "./types.ts";

interface WantedIssues {
  codename: string;
  sources: ReadonlySet<string>;
}

const remedy = "fetch the tracker's data again";
/** The tracker's version for a suite that was never affected. */
const noVersion = "0";

/** What the tracker says of a vulnerability in one release; the further keys are for people. */
const releaseSchema = z.object({
  status: z.enum(["open", "resolved", "undetermined"]),
  fixed_version: z.string().min(1).optional(),
  urgency: z
    .string()
    // older data marks an urgency that comes from the NVD: "low**"
    .transform((urgency) => urgency.replace(/\*+$/, ""))
    .pipe(z.enum(urgencies)),
  /** Why no advisory is planned; the key alone says it. */
  nodsa: z.string().optional(),
});

/** By the vulnerability's name: CVE-2024-1234, TEMP-0000000-A1B2C3. */
const sourceSchema = (codename: string) =>
  z.record(
    z.string().regex(/^[A-Z]+-\S+$/),
    z.object({ releases: z.object({ [codename]: releaseSchema.optional() }) }),
    { error: ({ code }) => (code === "invalid_key" ? "the name of a vulnerability, as CVE-2024-1234" : undefined) },
  );

/** The members stay `unknown`: only those of the wanted sources are checked. */
const trackerSchema = z.record(z.string(), z.unknown());

/**
 * Reads the security tracker's JSON (tracker/data/json, tens of MB). Returns the issues of the wanted sources in one release, by
 * source. `where` is the data's name for people. Throws a UserError if the data is cut off, or is not the tracker's.
 */
export function trackedIssues(
  text: string,
  { codename, sources }: WantedIssues,
  where: string,
): Map<string, TrackedIssue[]> {
  const members = Object.entries(parseJson(trackerSchema, text, { where, remedy }));
  if (members.length === 0) throw new UserError({ where, value: "{}", expected: "the tracker's sources", remedy });
  const schema = sourceSchema(codename);
  const issues = new Map<string, TrackedIssue[]>();
  for (const [index, [source, value]] of members.entries()) {
    const isWanted = sources.has(source);
    // the first member shows whether it is the tracker's data at all
    if (!isWanted && index > 0) continue;
    const vulnerabilities = parseValue(schema, value, { where: `${where}: ${source}`, remedy });
    if (isWanted) issues.set(source, issuesIn(vulnerabilities, codename));
  }
  return issues;
}

function issuesIn(vulnerabilities: z.output<ReturnType<typeof sourceSchema>>, codename: string): TrackedIssue[] {
  return Object.entries(vulnerabilities).flatMap(([name, { releases }]) => {
    const release = releases[codename];
    return release === undefined ? [] : [issueOf(name, release)];
  });
}

function issueOf(name: string, release: z.output<typeof releaseSchema>): TrackedIssue {
  const { status, fixed_version: version = noVersion, urgency, nodsa } = release;
  return { cve: name, status, fixed: version === noVersion ? null : version, urgency, noDsa: nodsa !== undefined };
}
