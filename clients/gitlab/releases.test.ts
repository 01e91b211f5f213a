import { afterEach, beforeEach, expect, test } from "vitest";
import { GitlabProject } from "../../test/peers/gitlab-project.ts";
import type { Gitlab } from "./api.ts";
import { makeRelease, prefixRelease } from "./releases.ts";

let project: GitlabProject;
beforeEach(async () => void (project = await GitlabProject.start("cloud-team/images", "job-token")));
afterEach(() => project.end());

const gitlab = (): Gitlab => ({
  url: project.url,
  token: project.token,
  isJobToken: true,
  rights: "give another token",
  signal: AbortSignal.timeout(60_000),
});
const tag = "trixie-daily/20260717-2542";
const make = () =>
  makeRelease(gitlab(), { project: project.path, tag, ref: "main", name: "Debian 13", description: "New packages" });
const withdraw = (text = "Reason: does not boot", { of = tag, title = "Withdrawn: " } = {}) =>
  prefixRelease(gitlab(), { project: project.path, tag: of }, { title, earlier: /^Withdrawn( in part)?: /, text });

test("a release whose answer was lost is found again, and not made twice", async () => {
  project.loseNextAnswer = true;
  await expect(make()).rejects.toThrow("/releases");
  await make();
  expect(project.releases).toEqual([{ tag_name: tag, name: "Debian 13", description: "New packages" }]);
});

test("a withdrawal is written once above a release's text, also if its answer was lost", async () => {
  await make();
  project.loseNextAnswer = true;
  await withdraw();
  await withdraw();
  expect(project.releases).toMatchObject([
    { name: "Withdrawn: Debian 13", description: "Reason: does not boot\n\nNew packages" },
  ]);
});

test("a second withdrawal of the same version is written above the first, and names it anew", async () => {
  await make();
  await withdraw("Reason: does not boot", { title: "Withdrawn in part: " });
  expect(project.releases).toMatchObject([{ name: "Withdrawn in part: Debian 13" }]);
  await withdraw("Reason: no network");
  expect(project.releases).toMatchObject([
    { name: "Withdrawn: Debian 13", description: "Reason: no network\n\nReason: does not boot\n\nNew packages" },
  ]);
});

test("a withdrawal of what was never a release changes none", async () => {
  await make();
  await withdraw("Reason: does not boot", { of: "trixie-daily/20260101-2345" });
  expect(project.releases).toMatchObject([{ name: "Debian 13", description: "New packages" }]);
});

test("a token that may not make releases is told with what it needs", async () => {
  const made = makeRelease(
    { ...gitlab(), token: "glpat-wrong" },
    { project: project.path, tag, ref: "main", name: "n", description: "d" },
  );
  await expect(made).rejects.toThrow(/401.*give another token/);
});
