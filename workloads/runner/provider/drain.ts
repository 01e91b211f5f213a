import { setTimeout } from "node:timers/promises";
import { UserError } from "../../../images/model/errors.ts";
import type { GitlabRunnerOutputs } from "../../../clients/gitlab/runner-inputs.ts";
import { deleteRunner, pauseRunner, readRunner, runningJobs } from "../../../clients/gitlab/runners.ts";
import type { Parties } from "./hand-over.ts";

const minute = 60_000;

/** Waits until a runner's jobs have ended, and removes it from GitLab. Throws a UserError if a job still runs when the time is over. */
export async function drain(
  { gitlab, pause, report }: Omit<Parties, "server">,
  olds: GitlabRunnerOutputs,
): Promise<void> {
  if ((await readRunner(gitlab, olds.runner)) === undefined) return;
  await pauseRunner(gitlab, olds.runner);
  const deadline = Date.now() + olds.drain * minute;
  for (;;) {
    const jobs = await runningJobs(gitlab, olds.runner);
    if (jobs.length === 0) break;
    if (Date.now() > deadline) throw stillBusy(olds, jobs);
    report(`paused; waiting for ${jobs.join(", ")}`);
    await setTimeout(pause, undefined, { signal: gitlab.signal });
  }
  await deleteRunner(gitlab, olds.runner);
}

const stillBusy = ({ name, drain: minutes }: GitlabRunnerOutputs, jobs: readonly string[]): UserError =>
  new UserError({
    where: `${name}: what it still runs`,
    value: jobs.join(", "),
    expected: `jobs that end within ${minutes} minutes`,
    remedy: "it is paused and keeps its server: run again once they have ended, or cancel them",
  });
