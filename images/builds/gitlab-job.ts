/** A project's path has at least one group, and no characters with a meaning in URLs. */
const jobPath = /^\/((?:[\w.-]+\/)+[\w.-]+)\/-\/jobs\/(\d{1,19})$/;

/**
 * The address of a job's log at GitLab's API; undefined if `job` is no job of `gitlab`, the configured server. A build chooses `job`
 * itself, so only the project's path and the job's number of it are used.
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
