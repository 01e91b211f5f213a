import { expect, onTestFinished, test } from "vitest";
import { GitlabProject } from "../../test/peers/gitlab-project.ts";
import { succeededJobs } from "./jobs.ts";

test("all jobs of a pipeline that succeeded are known, however many pages they have", async () => {
  const project = await GitlabProject.start("cloud-team/images", "token");
  onTestFinished(() => project.end());
  const commit = "0a1b2c3";
  for (let id = 1; id <= 230; id += 1)
    project.jobs.push({
      id,
      pipeline: 7,
      name: `job ${id}`,
      status: id % 10 ? "success" : "failed",
      commit,
      trace: "",
    });
  const gitlab = { url: project.url, token: null, signal: AbortSignal.timeout(60_000) };
  const found = await succeededJobs(gitlab, project.path, 7);
  expect(found?.map(({ name }) => name)).toEqual(
    project.jobs.filter(({ status }) => status === "success").map(({ name }) => name),
  );
});
