import { succeededJobs } from "../../clients/gitlab/jobs.ts";
import type { BuildOrigin } from "../../images/builds/annotate.ts";
import { jobOfBuild, type NamedJob } from "../../images/builds/job-of-build.ts";
import type { Build } from "../../images/builds/manifest.ts";
import { UserError } from "../../images/model/errors.ts";

/** The origin of a build; undefined if it is not known. */
export type OriginOf = (build: Build) => BuildOrigin | undefined;

/** The origin by the variables of the build's own job: docs.gitlab.com/ci/variables/predefined_variables. */
export function originHere(
  env: NodeJS.ProcessEnv,
  given: { command: string | undefined; fai: string | undefined; configSpace: string | undefined },
): OriginOf {
  const variable = (name: string): string | null => env[name] || null;
  const [job, commit] = [variable("CI_JOB_URL"), variable("CI_COMMIT_SHA")];
  const origin: BuildOrigin = {
    job,
    commit,
    command: given.command ?? null,
    fai: given.fai ?? null,
    // debian-cloud-images has its configuration space in the same repository
    configSpace: given.configSpace ?? commit,
    found: null,
  };
  return () => (job === null && commit === null ? undefined : origin);
}

/** Milliseconds for all requests. */
const patience = 5 * 60_000;

interface Pipeline {
  gitlab: string;
  project: string;
  id: number;
  token: string | null;
}

/** The origins of a pipeline's builds that do not state them, by the jobs that GitLab lists. Throws a UserError. */
export async function originByPipeline({ gitlab, project, id, token }: Pipeline): Promise<OriginOf> {
  const rights = `give CLOUD_IMAGES_GITLAB_TOKEN, which may read ${project} (read_api)`;
  const asked = { url: gitlab.replace(/\/+$/, ""), token, rights, signal: AbortSignal.timeout(patience) };
  const jobs = await succeededJobs(asked, project, id);
  if (jobs === undefined)
    throw new UserError({
      where: `${gitlab}: pipeline ${id} of ${project}`,
      value: "HTTP 404",
      expected: "a pipeline that can be seen",
      remedy: rights,
    });
  const named = jobs.map(({ name, web_url: url, commit }): NamedJob => ({ name, url, commit: commit.id }));
  return (build) => {
    const job = jobOfBuild(build, named);
    if (job === undefined) return undefined;
    const found = `asked ${asked.url} for the jobs of pipeline ${id} of ${project}`;
    return { job: job.url, commit: job.commit, command: null, fai: null, configSpace: job.commit, found };
  };
}
