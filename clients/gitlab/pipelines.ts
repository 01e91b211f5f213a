import { z } from "zod";
import { askAll, askThere, type Gitlab } from "./api.ts";

/** Pipelines of a project; docs.gitlab.com/api/pipelines and /api/pipeline_triggers. */

const pipelineSchema = z.object({ id: z.number(), web_url: z.string(), created_at: z.coerce.date() });

export type Pipeline = z.output<typeof pipelineSchema>;

/** The token that starts a pipeline: that of another project's job (CI_JOB_TOKEN), or a trigger's. */
export interface Trigger {
  /** Id or path. */
  project: string;
  ref: string;
  token: string;
  variables: Readonly<Record<string, string>>;
}

/** Starts a pipeline. Asked once: a lost reply may have started one, so who asks again looks first (`triggeredSince`). */
export function triggerPipeline(gitlab: Gitlab, { project, ...json }: Trigger): Promise<Pipeline> {
  const path = `/projects/${encodeURIComponent(project)}/trigger/pipeline`;
  // the body has the token that counts
  return askThere({ ...gitlab, token: null }, { method: "POST", path, json }, pipelineSchema);
}

/**
 * The oldest pipeline of a branch that another pipeline or a trigger has started since, and whose address is none of `others`; null
 * where there is none. Undefined where the pipelines cannot be seen.
 */
export async function triggeredSince(
  gitlab: Gitlab,
  { project, ref }: Pick<Trigger, "project" | "ref">,
  { since, others }: { since: Date; others: readonly string[] },
): Promise<Pipeline | null | undefined> {
  const found: Pipeline[] = [];
  for (const source of ["pipeline", "trigger"]) {
    const query = new URLSearchParams({ ref, source, updated_after: since.toISOString() });
    const path = `/projects/${encodeURIComponent(project)}/pipelines?${query.toString()}`;
    const pipelines = await askAll(gitlab, path, pipelineSchema);
    if (pipelines === undefined) return undefined;
    found.push(...pipelines);
  }
  const began = found.filter(({ created_at: created, web_url: url }) => created >= since && !others.includes(url));
  return began.toSorted((a, b) => a.created_at.getTime() - b.created_at.getTime())[0] ?? null;
}
