import { expect, test } from "vitest";
import { parseConfig } from "../../stacks/config.ts";
import { buildRequest } from "./build-request.ts";
import type { StackDecision } from "./view.ts";

const settingsWith = (builds: Record<string, string>) =>
  parseConfig(
    { role: "publication", suite: "trixie", channel: "release", mirror: { root: "tree", staging: "staging" }, builds },
    { folder: "/project", file: "Pulumi.trixie-release.yaml", backend: "file:///state" },
  );
const builds = { gitlab: "https://salsa.debian.org/", project: "cloud-team/debian-cloud-images", ref: "master" };

const decision: StackDecision = {
  stack: "trixie-release",
  day: "2026-07-18",
  step: "build",
  needsApproval: true,
  steps: [],
  fixes: ["linux 6.12.107-1", "openssl 3.5.1-2"],
  warnings: [],
};

test.each([
  ["its own token", { CLOUD_IMAGES_BUILD_TOKEN: "own", CI_JOB_TOKEN: "job" }, "own"],
  ["the job's token", { CLOUD_IMAGES_BUILD_TOKEN: "", CI_JOB_TOKEN: "job" }, "job"],
])("a build is asked for with %s, and is told the fixes", (_which, env, token) => {
  expect(buildRequest(decision, settingsWith(builds), env)).toMatchObject({
    stack: "trixie-release",
    gitlab: { url: "https://salsa.debian.org", token: null },
    trigger: {
      project: builds.project,
      ref: "master",
      token,
      variables: { CLOUD_IMAGES_FIXES: "linux 6.12.107-1, openssl 3.5.1-2" },
    },
  });
});

test("pipelines are looked for with a token that may read them, where one is given", () => {
  const env = { CI_JOB_TOKEN: "job", CLOUD_IMAGES_GITLAB_TOKEN: "reads" };
  expect(buildRequest(decision, settingsWith(builds), env).gitlab.token).toBe("reads");
});

test.each<[string, Record<string, string>, NodeJS.ProcessEnv, RegExp]>([
  ["a stack that names no pipeline", {}, { CI_JOB_TOKEN: "job" }, /cloud-images:builds.*gitlab and project/],
  [
    "a stack that names a server alone",
    { gitlab: builds.gitlab },
    { CI_JOB_TOKEN: "job" },
    /cloud-images:builds.*gitlab and project/,
  ],
  ["a shell without a token", builds, {}, /CLOUD_IMAGES_BUILD_TOKEN or CI_JOB_TOKEN.*a token that starts pipelines/],
])("%s asks for no build, and says what it needs", (_case, given, env, message) => {
  expect(() => buildRequest(decision, settingsWith(given), env)).toThrow(message);
});
