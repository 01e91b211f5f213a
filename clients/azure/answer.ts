import type { z } from "zod";
import { UserError } from "../../images/model/errors.ts";
import { expectedOf } from "../../images/model/text/expected-words.ts";
import { jsonOrUndefined } from "../../images/model/text/json.ts";

/** Reads an answer; throws a UserError where it is not Azure's but, say, a proxy's page. `parsed` is its text's value. */
export function readAnswer<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  where: string,
  parsed: unknown = jsonOrUndefined(text),
): z.output<Schema> {
  const { data, error } = schema.safeParse(parsed);
  if (error === undefined) return data;
  const [issue] = error.issues;
  const path = issue?.path.map(String).join(".") ?? "";
  throw new UserError({
    where: `Azure: ${where}: the answer${path === "" ? "" : `'s ${path}`}`,
    value: text.slice(0, 100),
    expected: issue === undefined ? "Azure's own" : expectedOf(issue),
    remedy: "see whether a proxy answers in Azure's place, and run again",
  });
}
