import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exampleCheckout, hasGit, jobsOf, type Checkout, type Start } from "../../test/peers/local-pipelines.ts";

/** Which jobs of the example a pipeline has, and when each starts, as gitlab-ci-local reads it. */

const isPossible = hasGit();

let folder: string;
let checkout: Checkout;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "cloud-images-ci-"));
  mkdirSync(path.join(folder, "checkout"));
  if (isPossible) checkout = exampleCheckout(path.join(folder, "checkout"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const task = (name: string, source: Start["source"] = "schedule"): Start => ({
  source,
  variables: { CLOUD_IMAGES_TASK: name },
});
const [daily, release] = ["trixie-daily", "bookworm-release"] as const;
const previews = { [`${daily}:preview`]: "on_success", [`${release}:preview`]: "on_success" };
const dailyJobs = { [`${daily}:publish`]: "on_success", [`${daily}:announce`]: "always" };
const releaseJobs = {
  [`${release}:plan`]: "on_success",
  [`${release}:publish`]: "manual",
  [`${release}:announce`]: "always",
};
const mine = { CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "1217", CLOUD_IMAGES_COMMENT_TOKEN: "glpat-of-a-test" };

test.skipIf(!isPossible).each<[string, Start, Record<string, string>]>([
  [
    "the merge request of a fork",
    { source: "merge_request_event", variables: { ...mine, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "1" } },
    previews,
  ],
  [
    "a merge request of a branch",
    { source: "merge_request_event", variables: mine },
    { ...previews, [`${daily}:comment`]: "always", [`${release}:comment`]: "always" },
  ],
  ["a finished build", { source: "pipeline" }, dailyJobs],
  [
    "a finished build that says which it is",
    { source: "pipeline", variables: { CLOUD_IMAGES_BUILD_PIPELINE: "7" } },
    { [`${daily}:origins`]: "on_success", ...dailyJobs },
  ],
  ["the schedule of dailies", task("daily"), dailyJobs],
  ["the schedule of decisions", task("decide"), { [`${release}:decide`]: "on_success" }],
  [
    "the schedule of audits",
    task("housekeeping"),
    { [`${daily}:audit`]: "on_success", [`${release}:audit`]: "on_success" },
  ],
  ["a person who releases", task("release", "web"), releaseJobs],
  // of a stack whose file it changes, which this runner does not look at
  ["a push to the default branch", { source: "push" }, { ...dailyJobs, ...releaseJobs }],
  ["a schedule without a task", { source: "schedule" }, {}],
  [
    "a branch that is not protected",
    { ...task("daily"), variables: { CLOUD_IMAGES_TASK: "daily", CI_COMMIT_REF_PROTECTED: "false" } },
    {},
  ],
])("%s starts its jobs and no others", async (_, start, expected) => {
  expect(await jobsOf(checkout, start)).toEqual(expected);
});
