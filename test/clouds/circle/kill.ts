import path from "node:path";
import { killRunning } from "../../engine/command/processes.ts";
import type { GitlabProject } from "../../peers/gitlab-project.ts";
import { runJobs, type Checkout, type Start } from "../../peers/local-pipelines.ts";

/** A job of a checkout, and what started its pipeline. */
interface RunningJob {
  checkout: Checkout;
  start: Start;
  job: string;
}

const world = ({ folder }: Checkout): string => path.dirname(folder);

/** Runs a job, and kills it with all that it started, as a crash of its host does, when it says something. Returns whether it said that. */
export async function killedSaying(said: RegExp, { checkout, start, job }: RunningJob): Promise<boolean> {
  let killed = false;
  const hear = (text: string): void => {
    if (killed || !said.test(text)) return;
    killed = true;
    void killRunning(world(checkout));
  };
  await runJobs({ ...checkout, hear }, start, job);
  return killed;
}

/** Runs a job, and kills it in the same way between a request to GitLab and its answer. Returns whether it asked that. */
export async function killedAsking(
  gitlab: GitlabProject,
  request: RegExp,
  { checkout, start, job }: RunningJob,
): Promise<boolean> {
  let killed = false;
  gitlab.at(request, async () => {
    killed = true;
    await killRunning(world(checkout));
  });
  await runJobs(checkout, start, job);
  return killed;
}
