import { readdir, readFile, rm } from "node:fs/promises";
import { z } from "zod";
import { triggeredSince, triggerPipeline, type Pipeline, type Trigger } from "../../clients/gitlab/pipelines.ts";
import type { Gitlab } from "../../clients/gitlab/api.ts";
import { UserError } from "../../images/model/errors.ts";
import { parseJson } from "../../images/model/schema-problems.ts";
import { needKey } from "../../images/pipeline/missing-fixes.ts";
import { staging } from "../../images/tree/layout.ts";
import { explained, ifPresent } from "../../storage/files/fault.ts";
import { inStaging, type Places } from "../../storage/tree/places.ts";
import { writePrivateFile } from "../../storage/files/private-file.ts";
import { alone } from "../up/alone.ts";

const askedSchema = z.object({
  need: z.string(),
  fixes: z.array(z.string()),
  /** When it was written, before GitLab was asked. */
  since: z.coerce.date(),
  /** Null: it is not known whether GitLab has started it. */
  pipeline: z.string().nullable(),
});
type Asked = z.output<typeof askedSchema>;

export interface BuildRequest {
  stack: string;
  fixes: readonly string[];
  gitlab: Gitlab;
  trigger: Trigger;
  now: Date;
}

/** Milliseconds by which the clocks of two machines may differ. */
const skew = 60_000;

interface Build {
  /** Its address. */
  pipeline: string;
  /** Whether it was started now. */
  isNew: boolean;
}

/**
 * Asks once for a build with these fixes, also where two commands ask at the same time. Writes that down before it asks GitLab, so
 * that it finds the pipeline again after a kill. Stacks of one tree ask one after the other: none takes another's pipeline for its own.
 */
export function askForBuild(places: Places, request: BuildRequest): Promise<Build> {
  const locks = inStaging(places, staging.askingForBuild);
  return alone(locks, `the build that ${request.stack} asks for`, () => ask(places, request));
}

/** Forgets what the stack asked for, when nothing is missing: the same fixes can be missing again, where their daily is withdrawn. */
export async function forgetBuild(places: Places, stack: string): Promise<void> {
  const file = inStaging(places, staging.askedBuild(stack));
  await explained(file, () => rm(file, { force: true }));
}

async function ask(places: Places, request: BuildRequest): Promise<Build> {
  const { stack, fixes, gitlab, trigger, now } = request;
  const file = inStaging(places, staging.askedBuild(stack));
  const need = needKey(fixes);
  const known = await readAsked(file);
  const same = known?.need === need ? known : undefined;
  if (same !== undefined && same.pipeline !== null) return { pipeline: same.pipeline, isNew: false };
  const asked: Asked = same ?? { need, fixes: [...fixes], since: now, pipeline: null };
  const write = (pipeline: string | null) =>
    explained(file, () => writePrivateFile(file, `${JSON.stringify({ ...asked, pipeline }, null, 2)}\n`));
  if (same === undefined) await write(null);
  const begun = same === undefined ? null : await begunBefore(places, same, request);
  const { web_url: pipeline } = begun ?? (await triggerPipeline(gitlab, trigger));
  await write(pipeline);
  return { pipeline, isNew: begun === null };
}

/** The pipeline that a killed command may have started; null: it started none. Throws a UserError where that cannot be seen. */
async function begunBefore(
  places: Places,
  asked: Asked,
  { stack, gitlab, trigger }: BuildRequest,
): Promise<Pipeline | null> {
  const file = inStaging(places, staging.askedBuild(stack));
  const since = new Date(asked.since.getTime() - skew);
  const begun = await triggeredSince(gitlab, trigger, { since, others: await pipelinesOfOthers(places, file) });
  if (begun !== undefined) return begun;
  throw new UserError({
    where: `${gitlab.url}: pipelines of ${trigger.project}`,
    value: "404",
    expected: `to see whether a killed command started one since ${asked.since.toISOString()}`,
    remedy: `give CLOUD_IMAGES_GITLAB_TOKEN, which may read ${trigger.project} (read_api); or look there, and if there is none, remove ${file}`,
  });
}

/** The pipelines that other stacks of the tree have started last. */
async function pipelinesOfOthers(places: Places, file: string): Promise<string[]> {
  const names = (await ifPresent(readdir(places.staging))) ?? [];
  const files = names.filter(staging.isAskedBuild).map((name) => inStaging(places, name));
  const asked = await Promise.all(files.filter((each) => each !== file).map(readAsked));
  return asked.flatMap((each) => each?.pipeline ?? []);
}

async function readAsked(file: string): Promise<Asked | undefined> {
  const text = await explained(file, () => ifPresent(readFile(file, "utf8")));
  if (text === undefined) return undefined;
  return parseJson(askedSchema, text, { where: file, remedy: "remove the file: the build is asked for again" });
}
