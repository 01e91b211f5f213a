import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { UserError, type Problem } from "../../images/model/errors.ts";
import { parseJson } from "../../images/model/schema-problems.ts";
import { codeOf, ifPresent } from "../files/fault.ts";

/** A record, or why the file in its place is none; undefined if there is no file. */
export type FoundRecord<Record> = { record: Record; text: string } | { damage: UserError } | undefined;

const remedy = "restore the file from a backup or from the channel's index.json; it is never repaired by guessing";

/** Reads a record. `misplaced` reports a record in the wrong place. */
export async function findRecord<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  misplaced: (record: z.output<Schema>) => Problem[],
): Promise<FoundRecord<z.output<Schema>>> {
  try {
    const text = await readText(path);
    if (text === undefined) return undefined;
    const record = parseJson(schema, text, { where: path, remedy });
    const problems = misplaced(record);
    return problems.length === 0 ? { record, text } : { damage: new UserError(...problems) };
  } catch (error) {
    if (error instanceof UserError) return { damage: error };
    throw error;
  }
}

/** As `findRecord`; throws if the record is damaged. */
export async function readRecord<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  misplaced: (record: z.output<Schema>) => Problem[],
): Promise<z.output<Schema> | undefined> {
  const found = await findRecord(schema, path, misplaced);
  if (found !== undefined && "damage" in found) throw found.damage;
  return found?.record;
}

const unreadable: Readonly<Record<string, string>> = {
  EISDIR: "it is a folder: move it away, and run again",
  ELOOP: "it is a link that leads to itself: remove it, and run again",
  EACCES: "let its owner read it: chmod 644",
};

/** Undefined if there is no file. Throws a UserError for a file that cannot be ours. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await ifPresent(readFile(path, "utf8"));
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined || !Object.hasOwn(unreadable, code)) throw error;
    throw new UserError({
      where: path,
      value: code,
      expected: "a file that can be read",
      remedy: unreadable[code] ?? "",
    });
  }
}
