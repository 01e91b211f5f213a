import { z } from "zod";
import { ask, type Gitlab } from "./api.ts";

/** Pipelines of a project; docs.gitlab.com/api/pipelines and /api/pipeline_triggers. */

const pipelineSchema = z.object({ id: z.number(), web_url: z.string(), created_at: z.coerce.date() });

export type Pipeline = z.output<typeof pipelineSchema>;

/** What starts a pipeline: a job's token of another project (CI_JOB_TOKEN), or a trigger's token. */
export interface Trigger {
  /** Id or path. */
  project: string;
  ref: string;
  token: string;
  variables: Readonly<Record<string, string>>;
}

/** Starts a pipeline. Asked once: a lost reply may have started one, so who asks again looks first (`triggeredSince`). */
export async function triggerPipeline(gitlab: Gitlab, { project, ...json }: Trigger): Promise<Pipeline> {
  const path = `/projects/${encodeURIComponent(project)}/trigger/pipeline`;
  const found = await ask(gitlab, { method: "POST", path, json }, pipelineSchema);
  if (found === undefined) throw new Error(`GitLab says 404 to ${path}: the project or the branch is not there`);
  return found.answer;
}

/** The oldest pipeline of a branch that another pipeline or a trigger has started since. */
export async function triggeredSince(
  gitlab: Gitlab,
  { project, ref }: Pick<Trigger, "project" | "ref">,
  since: Date,
): Promise<Pipeline | undefined> {
  const found: Pipeline[] = [];
  for (const source of ["pipeline", "trigger"]) {
    const query = new URLSearchParams({ ref, source, updated_after: since.toISOString(), per_page: "100" });
    const path = `/projects/${encodeURIComponent(project)}/pipelines?${query.toString()}`;
    found.push(...((await ask(gitlab, { method: "GET", path }, z.array(pipelineSchema)))?.answer ?? []));
  }
  const began = found.filter(({ created_at: created }) => created >= since);
  return began.toSorted((a, b) => a.created_at.getTime() - b.created_at.getTime())[0];
}
