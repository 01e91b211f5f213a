import type { z } from "zod";
import { UserError, type Problem } from "./errors.ts";
import { isRecord } from "./input-values.ts";
import { expectedOf } from "./text/expected-words.ts";
import { repeatedKey } from "../formats/unique-keys.ts";

const longestValue = 200;
const mostProblems = 10;

interface Source {
  /** The name of the input, for messages. */
  where: string;
  remedy: string;
}

/** Reads JSON against a schema. Throws a UserError that names each wrong place as `where: items.0.kind`. */
export const parseJson = <Schema extends z.ZodType>(schema: Schema, text: string, source: Source): z.output<Schema> =>
  parseValue(schema, readJson(text, source), source);

/** As `parseJson`, for a text that is published unchanged: no object may have the same key twice. */
export function parseUniqueJson<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  source: Source,
): z.output<Schema> {
  const value = readJson(text, source);
  const repeated = repeatedKey(text);
  if (repeated === undefined) return parseValue(schema, value, source);
  const { where, remedy } = source;
  throw new UserError({ where, value: shorten(repeated), expected: "each key once in its object", remedy });
}

/** As `parseJson`, for a value. */
export function parseValue<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  { where, remedy }: Source,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue): Problem => {
    const path = issue.path.map(String).join(".");
    return {
      where: path === "" ? where : `${where}: ${path}`,
      value: shorten(valueAt(value, issue.path)),
      expected: expectedOf(issue),
      remedy,
    };
  });
  throw new UserError(...problems.slice(0, mostProblems));
}

function readJson(text: string, { where, remedy }: Source): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError({ where, value: shorten(text), expected: "JSON", remedy });
  }
}

/** The value at a path of keys and indexes; undefined where there is none. */
export const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.map(String).reduce<unknown>((at, key) => (isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined), value);

function shorten(value: unknown): string {
  if (value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
