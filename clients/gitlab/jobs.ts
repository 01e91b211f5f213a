import { z } from "zod";
import { ask, type Gitlab } from "./api.ts";

/** Jobs of a pipeline; docs.gitlab.com/api/jobs. */

const jobSchema = z.object({
  name: z.string(),
  web_url: z.url({ protocol: /^https?$/ }),
  status: z.string(),
  commit: z.object({ id: z.string() }),
});

export type PipelineJob = z.output<typeof jobSchema>;

/** The jobs of a pipeline that succeeded, each as it ran last. Undefined where there is no such pipeline for us to see. */
export async function succeededJobs(
  gitlab: Gitlab,
  project: string,
  pipeline: number,
): Promise<PipelineJob[] | undefined> {
  const jobs: PipelineJob[] = [];
  for (let page: string | undefined = "1"; page !== undefined;) {
    const path: string = `/projects/${encodeURIComponent(project)}/pipelines/${pipeline}/jobs?per_page=100&page=${page}`;
    const found = await ask(gitlab, { method: "GET", path }, z.array(jobSchema));
    if (found === undefined) return undefined;
    jobs.push(...found.answer);
    page = found.nextPage;
  }
  return jobs.filter(({ status }) => status === "success");
}
