/** A project's path has at least one group, and names without characters that a URL would read differently. */
const jobPath = /^\/((?:[\w.-]+\/)+[\w.-]+)\/-\/jobs\/(\d{1,19})$/;

/**
 * Where GitLab's API has the log of a job. `job` is what a build says of itself, so of its address only the project's path
 * and the job's number are taken; undefined where it is no job of `gitlab`, which the configuration names.
 */
export function traceUrl(job: string, gitlab: string): URL | undefined {
  const [address, base] = [URL.parse(job), URL.parse(gitlab)];
  if (address === null || base === null || address.origin !== base.origin) return undefined;
  const root = base.pathname.replace(/\/$/, "");
  if (!address.pathname.startsWith(root)) return undefined;
  const [, project, id] = jobPath.exec(address.pathname.slice(root.length)) ?? [];
  if (project === undefined || id === undefined) return undefined;
  return new URL(`${base.origin}${root}/api/v4/projects/${encodeURIComponent(project)}/jobs/${id}/trace`);
}
