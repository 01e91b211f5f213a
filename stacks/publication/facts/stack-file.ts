import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { UserError } from "../../../images/model/errors.ts";
import { codeOf } from "../../../storage/files/fault.ts";
import { ownValues } from "../../config.ts";

const schema = z.looseObject({ config: z.record(z.string(), z.unknown()).nullish() }).nullish();

/** The values of our keys in a stack's file, without their namespace. Throws a UserError that names the file if it cannot be read. */
export function readStackValues(path: string, file: string): Record<string, unknown> {
  return stackValues(readText(path, file), file);
}

function readText(path: string, file: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError({
      where: file,
      value: codeOf(error) ?? String(error),
      expected: "a stack's file that can be read",
      remedy: "correct its mode or what it leads to, or move it out of the project's folder",
    });
  }
}

function stackValues(text: string, file: string): Record<string, unknown> {
  const { data, error } = schema.safeParse(parsed(text, file));
  if (error === undefined) return ownValues(data?.config ?? {});
  throw notAStackFile(file, "");
}

function parsed(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    // not only a YAMLParseError: too many aliases give a ReferenceError
    throw notAStackFile(file, error instanceof Error ? error.message : String(error));
  }
}

const notAStackFile = (file: string, value: string): UserError =>
  new UserError({
    where: file,
    value,
    expected: "YAML with the stack's keys below config",
    remedy: "correct the file",
  });
