import type { z } from "zod";

type Issue = z.core.$ZodIssue;

const typeWords: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
  tuple: "a list",
  null: "null",
  undefined: "nothing",
  never: "nothing",
  date: "a date",
  bigint: "a whole number",
  nan: "no number",
};

const formatWords: Readonly<Record<string, string>> = {
  date: "a date YYYY-MM-DD",
  datetime: "a time in ISO 8601",
  guid: "a UUID",
  uuid: "a UUID",
  url: "a URL",
  email: "an e-mail address",
};

/** The expectation of a schema in plain words; zod's own messages are for programmers. */
export function expectedOf(issue: Issue): string {
  // the schema has its own message
  if (!/^(?:Invalid|Too|Unrecognized) /.test(issue.message)) return issue.message.replace(/^expected /, "");
  switch (issue.code) {
    case "invalid_type":
      return typeWords[issue.expected] ?? `a value of type ${issue.expected}`;
    case "invalid_value":
      return oneOf(issue.values.map((value) => (typeof value === "string" ? value : JSON.stringify(value) || "null")));
    case "unrecognized_keys":
      return `no key ${issue.keys.join(", ")}`;
    case "invalid_format":
      return formatWords[issue.format] ?? (issue.pattern === undefined ? issue.format : `a text like ${issue.pattern}`);
    case "too_small":
      return bound(issue.origin, issue.inclusive === false ? "more than" : "at least", issue.minimum);
    case "too_big":
      return bound(issue.origin, issue.inclusive === false ? "less than" : "at most", issue.maximum);
    case "not_multiple_of":
      return `a multiple of ${issue.divisor}`;
    case "invalid_union":
      return unionOf(issue.errors);
    case "invalid_key":
    case "invalid_element":
      return [...new Set(issue.issues.map(expectedOf))].join(", ");
    case "custom":
      return "another value";
  }
}

const oneOf = (values: readonly string[]): string =>
  values.length === 1 ? (values[0] ?? "") : `one of ${values.join(", ")}`;

const units: Readonly<Record<string, string>> = { string: "character", array: "entry", set: "entry", map: "entry" };

function bound(origin: string, relation: string, count: number | bigint): string {
  const unit = units[origin];
  if (unit === undefined) return `a number of ${relation} ${count}`;
  const plural = unit === "entry" ? "entries" : `${unit}s`;
  return `${relation} ${count} ${count === 1 || count === 1n ? unit : plural}`;
}

/** The problems of each branch; a problem deeper in the value begins with its path. */
function unionOf(branches: readonly (readonly Issue[])[]): string {
  const words = branches.flatMap((issues) =>
    issues.map((issue) => {
      const path = issue.path.map(String).join(".");
      return path === "" ? expectedOf(issue) : `${path}: ${expectedOf(issue)}`;
    }),
  );
  return words.length === 0 ? "another value" : [...new Set(words)].join(", or ");
}
