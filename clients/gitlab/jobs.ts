import { z } from "zod";
import { askAll, type Gitlab } from "./api.ts";

/** Jobs of a pipeline; docs.gitlab.com/api/jobs. */

const jobSchema = z.object({
  name: z.string(),
  web_url: z.url({ protocol: /^https?$/ }),
  status: z.string(),
  commit: z.object({ id: z.string() }),
});

type PipelineJob = z.output<typeof jobSchema>;

/** The jobs of a pipeline that succeeded, each as it ran last. Undefined where there is no such pipeline for us to see. */
export async function succeededJobs(
  gitlab: Gitlab,
  project: string,
  pipeline: number,
): Promise<PipelineJob[] | undefined> {
  const path = `/projects/${encodeURIComponent(project)}/pipelines/${pipeline}/jobs`;
  const jobs = await askAll(gitlab, path, jobSchema);
  return jobs?.filter(({ status }) => status === "success");
}
