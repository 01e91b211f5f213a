import type { z } from "zod";
import type { Problem } from "../model/errors.ts";
import { isRecord } from "../model/input-values.ts";
import { valueAt } from "../model/schema-problems.ts";
import { expectedOf } from "../model/text/expected-words.ts";
import { nearest } from "./nearest.ts";

/** The namespace of our keys in a stack's file; the project's name. */
export const namespace = "cloud-images";

type Issue = z.core.$ZodIssue;

/** The problem of each wrong key. `file` is the file that a person has to correct. */
export function problemsOf(error: z.ZodError, values: unknown, schema: z.ZodType, file: string): Problem[] {
  return error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? unknownKeys(issue, schema, file) : [wrongValue(issue, values, file)],
  );
}

export const keyName = (path: readonly PropertyKey[]): string => `${namespace}:${path.map(String).join(".")}`;

function unknownKeys(issue: Extract<Issue, { code: "unrecognized_keys" }>, schema: z.ZodType, file: string): Problem[] {
  const known = keysAt(schema, issue.path);
  return issue.keys.map((key) => {
    const guess = nearest(key, known);
    return {
      where: keyName([...issue.path, key]),
      value: "",
      expected: known.length === 0 ? expectedOf(issue) : `one of the keys ${known.join(", ")}`,
      remedy: guess === undefined ? `remove it from ${file}` : `write ${guess} in ${file}, or remove it`,
    };
  });
}

function wrongValue(issue: Issue, values: unknown, file: string): Problem {
  const value = valueAt(values, issue.path);
  return {
    where: keyName(issue.path),
    value: value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value),
    expected: expectedOf(issue),
    remedy: value === undefined ? `set it in ${file}` : `correct it in ${file}`,
  };
}

/** The keys that the schema knows at a path, by its JSON Schema: there a default or a nullable hides nothing. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const properties = path.reduce<unknown>(
    (at, key) =>
      typeof key === "number"
        ? valueAt(at, ["items"])
        : // in a table whose keys people choose, all entries have one schema
          (valueAt(at, ["properties", key]) ?? valueAt(at, ["additionalProperties"])),
    schema.toJSONSchema({ io: "input", unrepresentable: "any" }),
  );
  const known = valueAt(properties, ["properties"]);
  return isRecord(known) ? Object.keys(known) : [];
}
