import { z } from "zod";
import { UserError } from "../../model/errors.ts";
import { parseJson } from "../../model/schema-problems.ts";
import { MemberSplitter, type JsonMember } from "./json-members.ts";
import { urgencies, type TrackedIssue } from "./types.ts";

export interface WantedIssues {
  codename: string;
  sources: ReadonlySet<string>;
}

/** The kernel's, the longest by far, is some 15 MB. */
const longestSource = 128 * 2 ** 20;
const remedy = "fetch the tracker's data again";
/** Never affected. */
const noVersion = "0";

/** What the tracker says of a hole in one release; the further keys are for people. */
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

/** By the hole's name: CVE-2024-1234, TEMP-0000000-A1B2C3. */
const sourceSchema = (codename: string) =>
  z.record(
    z.string().regex(/^[A-Z]+-\S+$/),
    z.object({ releases: z.object({ [codename]: releaseSchema.optional() }) }),
    { error: ({ code }) => (code === "invalid_key" ? "the name of a hole, as CVE-2024-1234" : undefined) },
  );

/**
 * Reads the security tracker's JSON (tracker/data/json, tens of MB) as it comes in, and answers what it says of the wanted
 * sources in one release, by source; sources that it does not have are not there. `where` is the data's name for people. Throws
 * a UserError where the data is cut off, no tracker's data, or names anything twice: a part of it is never answered as all.
 */
export async function trackedIssues(
  chunks: AsyncIterable<Uint8Array>,
  { codename, sources }: WantedIssues,
  where: string,
): Promise<Map<string, TrackedIssue[]>> {
  const schema = sourceSchema(codename);
  const issues = new Map<string, TrackedIssue[]>();
  const splitter = new MemberSplitter({
    // the first member shows whether it is the tracker's data at all
    isWanted: (source, index) => index === 0 || sources.has(source),
    longest: longestSource,
    refuse: (offset, expected) => new UserError({ where: `${where}, byte ${offset}`, value: "", expected, remedy }),
  });
  for await (const chunk of chunks) {
    for (const member of splitter.read(chunk)) {
      const found = readSource(member, schema, codename, where);
      if (sources.has(member.key)) issues.set(member.key, found);
    }
  }
  if (splitter.end() === 0) throw new UserError({ where, value: "{}", expected: "the tracker's sources", remedy });
  return issues;
}

/** JSON.parse takes the last of two values of one key, and says nothing: so the keys are counted. */
function readSource(
  { key, text, keys }: JsonMember,
  schema: ReturnType<typeof sourceSchema>,
  codename: string,
  where: string,
): TrackedIssue[] {
  const whole = z
    .unknown()
    .refine((value) => keysOf(value) === keys, "expected each key once")
    .pipe(schema);
  const holes = parseJson(whole, text, { where: `${where}: ${key}`, remedy });
  return Object.entries(holes).flatMap(([name, { releases }]) => {
    const release = releases[codename];
    return release === undefined ? [] : [issueOf(name, release)];
  });
}

function issueOf(name: string, release: z.output<typeof releaseSchema>): TrackedIssue {
  const { status, fixed_version: version = noVersion, urgency, nodsa } = release;
  return { cve: name, status, fixed: version === noVersion ? null : version, urgency, noDsa: nodsa !== undefined };
}

/** The keys of all objects in a value. */
function keysOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const values: unknown[] = Object.values(value);
  return values.reduce<number>((sum, each) => sum + keysOf(each), Array.isArray(value) ? 0 : values.length);
}
