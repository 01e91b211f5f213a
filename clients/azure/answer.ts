import type { z } from "zod";
import { UserError } from "../../images/model/errors.ts";
import { expectedOf } from "../../images/model/text/expected-words.ts";

/** What an answer says; throws a UserError for one that is not Azure's, as a proxy's page is. */
export function readAnswer<Schema extends z.ZodType>(schema: Schema, text: string, where: string): z.output<Schema> {
  const { data, error } = schema.safeParse(parsed(text));
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
