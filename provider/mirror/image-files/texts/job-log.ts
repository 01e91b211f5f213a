import { lstat } from "node:fs/promises";
import { publishableLog, type PublishableLog } from "../../../../images/builds/build-log.ts";
import { buildFile, mostBytes } from "../../../../images/tree/files.ts";
import { traceUrl } from "../../../../images/builds/gitlab-job.ts";
import { readArtifactBytes } from "../../../../storage/artifacts/artifact-file.ts";
import { ifPresent } from "../../../../storage/files/fault.ts";
import { fetchTrace } from "./job-trace.ts";

/** The build whose log is looked for. */
interface LogSearch {
  /** Its base path. */
  source: string;
  /** The address of its CI job, as it says itself. */
  job: string | null;
  /** The GitLab that may be asked. */
  gitlab: string | undefined;
}

/** The environment variable with a token for logs that are not public. */
const tokenVariable = "CLOUD_IMAGES_GITLAB_TOKEN";

/** Finds a build's log, beside it or at its GitLab. Never throws: no image fails for want of a log. */
export async function findLog(search: LogSearch, signal: AbortSignal): Promise<PublishableLog> {
  return (await broughtLog(search.source)) ?? fetchedLog(search, signal);
}

/** The log that a build brought itself. Never throws either. */
export async function broughtLog(source: string): Promise<PublishableLog | undefined> {
  const path = buildFile(source, "log");
  try {
    if ((await ifPresent(lstat(path))) === undefined) return undefined;
    return await publishableLog(await readArtifactBytes(path, mostBytes.log));
  } catch {
    return { noLog: "the log that the build brings is no file that can be read" };
  }
}

async function fetchedLog({ job, gitlab }: LogSearch, signal: AbortSignal): Promise<PublishableLog> {
  if (job === null) return { noLog: "the build names no job" };
  if (gitlab === undefined) return { noLog: "cloud-images:builds.gitlab is not set" };
  const url = traceUrl(job, gitlab);
  if (url === undefined) return { noLog: `its job is none of ${gitlab}` };
  const token = process.env[tokenVariable];
  const trace = await fetchTrace(url, { token: token === "" ? undefined : token, signal });
  return "failure" in trace ? { noLog: trace.failure } : publishableLog(trace.bytes);
}
