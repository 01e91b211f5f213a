import { cp, mkdir, readFile, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectExit } from "../../engine/command/said.ts";
import { canRunJobs, Circle, stacks } from "./circle.ts";
import { jobsOf, runJobs, type Checkout, type Start } from "../../peers/local-pipelines.ts";

/** The jobs of ci/gitlab.yml that publish nothing, run by gitlab-ci-local beside a tree with one daily: those of merge requests, and housekeeping. */

const version = "20260701-2526";
const { daily, release } = stacks;
const isPossible = canRunJobs();

let circle: Circle;
beforeAll(async () => {
  if (!isPossible) return;
  circle = await Circle.begin();
  await circle.prepare(version);
  expectExit(await circle.build({ source: "schedule" }), 0);
  const start: Start = { source: "schedule", variables: { CLOUD_IMAGES_TASK: "daily" } };
  expectExit(await circle.publish(start, `${daily}:publish`), 0);
});
afterAll(async () => {
  if (isPossible) await circle.end();
});

/** A merge request, as GitLab tells its jobs. `project`: whose branch it is. */
const mergeRequest = (project: string, variables: Record<string, string> = {}): Start => ({
  source: "merge_request_event",
  variables: {
    CI_MERGE_REQUEST_IID: "7",
    CI_MERGE_REQUEST_SOURCE_PROJECT_ID: project,
    CI_MERGE_REQUEST_PROJECT_PATH: circle.publisher.path,
    CI_PROJECT_ID: "1217",
    CI_SERVER_URL: circle.publisher.url,
    ...variables,
  },
});

/** A checkout on another machine: what a stack's file names there is not there, and no secret is. */
async function elsewhere(name: string): Promise<Checkout> {
  const here = circle.checkout("publisher");
  const folder = path.join(circle.folder, name);
  await cp(here.folder, folder, { recursive: true, verbatimSymlinks: true });
  await rm(path.join(folder, ".gitlab-ci-local"), { recursive: true, force: true });
  await circle.writeStacks(folder, { root: "/srv/no-tree-here", staging: "/srv/no-staging-here" });
  const secret = /^(?:PULUMI_|AWS_|AZURE_|ARM_|GOOGLE_|OS_|CI_JOB_TOKEN$|ARRIVED$|PUBLISHER$)/;
  const env = Object.fromEntries(Object.entries(here.env).filter(([key]) => !secret.test(key)));
  return { folder, env };
}

test.runIf(isPossible)(
  "the preview in a fork's merge request has its report from the published index, without the tree and without a secret",
  async () => {
    const fork = await elsewhere("fork");
    const start = mergeRequest("1", { CLOUD_IMAGES_COMMENT_TOKEN: circle.publisher.token });
    expect(Object.keys(await jobsOf(fork, start)).toSorted()).toEqual([`${daily}:preview`, `${release}:preview`]);
    expectExit(await runJobs(fork, start, `${daily}:preview`), 0);
    expect(await readdir(fork.folder)).toEqual(expect.arrayContaining(["report.html", `report-${daily}.md`]));
    expect(await readFile(path.join(fork.folder, `report-${daily}.md`), "utf8")).toContain(version);
  },
);

test.runIf(isPossible)(
  "a merge request of the project's own branch has one comment for a stack, which the next pipeline replaces",
  async () => {
    const branch = await elsewhere("branch");
    const start = mergeRequest("1217", { CLOUD_IMAGES_COMMENT_TOKEN: circle.publisher.token });
    const bodies = (): string[] => circle.publisher.notes.map(({ body }) => body);
    const jobs = [`${daily}:preview`, `${daily}:comment`];
    expectExit(await runJobs(branch, start, ...jobs), 0);
    expect(bodies()).toEqual([expect.stringContaining(version)]);
    expectExit(await runJobs(branch, start, ...jobs), 0);
    expect(bodies()).toHaveLength(1);

    // a stack that has published nothing has no index
    expectExit(await runJobs(branch, start, `${release}:preview`, `${release}:comment`), 0);
    const [, first] = bodies();
    expect(first).toContain("trixie has published nothing yet at");
    expect(first).toContain(version);
  },
);

test.runIf(isPossible)(
  "housekeeping finds nothing wrong, and leaves a file of metrics for each stack; a machine without their folder fails it",
  async () => {
    const metrics = path.join(circle.folder, "metrics");
    const variables = { CLOUD_IMAGES_TASK: "housekeeping", CLOUD_IMAGES_METRICS: metrics };
    const refused = await circle.publish({ source: "schedule", variables }, `${daily}:audit`);
    expectExit(refused, 1);
    expect(refused.stdout + refused.stderr).toContain(`no folder ${metrics}`);
    await mkdir(metrics);
    expectExit(await circle.publish({ source: "schedule", variables }), 0);
    expect((await readdir(metrics)).toSorted()).toEqual([`${daily}.prom`, `${release}.prom`]);
    expect(await readFile(path.join(metrics, `${daily}.prom`), "utf8")).toMatch(/^cloud_images_\w+\{.*\} [1-9]/m);
  },
);
