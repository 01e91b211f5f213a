import { readFile } from "node:fs/promises";
import { z } from "zod";
import { writeNote } from "../clients/gitlab/notes.ts";
import { httpUrl, text } from "../images/config/values.ts";
import { explained, ifPresent } from "../storage/files/fault.ts";
import { WrongUse } from "./setup/errors.ts";
import { comment } from "./usage/publishing.mjs";
import { readArguments } from "./usage/read-arguments.ts";

/** GitLab refuses a comment of more than 1,000,000 characters; the rest is for the mark and the note about the cut. */
const longest = 1_000_000 - 1000;

/** Milliseconds for all requests. */
const patience = 5 * 60_000;

/** Writes a report as a comment on the job's merge request, in place of the comment of an earlier pipeline. */
export async function main(args: string[]): Promise<number> {
  const { file, key } = readArguments(comment, args).values;
  if (file === undefined || key === undefined) throw new WrongUse("expected --file and --key");
  const report = await explained(file, () => ifPresent(readFile(file, "utf8")));
  // an older pipeline's report must not stand there as if it were this one's
  const body =
    report ?? `No report of \`${key}\`: its preview failed before it wrote one. See ${variable("CI_PIPELINE_URL")}\n`;
  const gitlab = {
    url: read(httpUrl, "CI_SERVER_URL", "the http or https address of a GitLab"),
    token: variable("CLOUD_IMAGES_COMMENT_TOKEN"),
    rights: "give CLOUD_IMAGES_COMMENT_TOKEN, an access token of the project with the role Reporter and the scope api",
    signal: AbortSignal.timeout(patience),
  };
  const request = {
    project: variable("CI_MERGE_REQUEST_PROJECT_PATH"),
    iid: read(z.coerce.number().int().positive(), "CI_MERGE_REQUEST_IID", "a merge request's number"),
  };
  const done = await writeNote(gitlab, request, { mark: `cloud-images ${key}`, text: fitting(body) });
  console.log(`the comment is ${done}`);
  if (report !== undefined) return 0;
  console.error(`--file ${file}: expected the report of a preview; the comment says that there is none`);
  return 1;
}

/** The text, cut to a length that GitLab accepts. */
export const fitting = (text: string): string =>
  text.length <= longest ? text : `${text.slice(0, longest)}\n\n(cut off: the job has the whole report)\n`;

/** A variable of a GitLab job: docs.gitlab.com/ci/variables/predefined_variables. */
const variable = (name: string): string => read(text, name, "to be set");

function read<Value>(schema: z.ZodType<Value>, name: string, expected: string): Value {
  const value = process.env[name] ?? "";
  const { success, data } = schema.safeParse(value);
  if (success) return data;
  throw new WrongUse(`${name} ${JSON.stringify(value)}: expected ${expected}, as in a merge request's job of GitLab`);
}
