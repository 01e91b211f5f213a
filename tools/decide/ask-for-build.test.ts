import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { GitlabProject } from "../../test/peers/gitlab-project.ts";
import { askForBuild, forgetBuild } from "./ask-for-build.ts";

const trigger = { project: "cloud-team/images", ref: "master", token: "job-token", variables: { FIXES: "openssl" } };

let folder: string;
let project: GitlabProject;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ask-for-build-"));
  project = await GitlabProject.start(trigger.project, trigger.token);
});
afterEach(async () => {
  await project.end();
  await rm(folder, { recursive: true });
});

const places = () => ({ tree: path.join(folder, "tree"), staging: path.join(folder, "staging") });

const ask = (...fixes: string[]) => askOf("trixie-release", ...fixes);

const askOf = (stack: string, ...fixes: string[]) =>
  askForBuild(places(), {
    stack,
    fixes,
    gitlab: { url: project.url, token: null, signal: AbortSignal.timeout(60_000) },
    trigger,
    now: new Date(),
  });

test("the same fixes start one pipeline, other fixes another", async () => {
  const first = await ask("openssl 3.5.1-1+deb13u2");
  expect(first).toEqual({ pipeline: `${project.url}/cloud-team/images/-/pipelines/1`, isNew: true });
  expect(await ask("openssl 3.5.1-1+deb13u2")).toEqual({ ...first, isNew: false });
  expect(project.pipelines).toHaveLength(1);
  expect(await ask("linux 6.12.107-1")).toMatchObject({ isNew: true });
  expect(project.pipelines.map(({ variables }) => variables)).toEqual([{ FIXES: "openssl" }, { FIXES: "openssl" }]);
});

test("fixes that are missing again, after nothing was, start a pipeline of their own", async () => {
  await ask("openssl 1");
  await forgetBuild(places(), "bookworm-release");
  expect(await ask("openssl 1")).toMatchObject({ isNew: false });
  await forgetBuild(places(), "trixie-release");
  expect(await ask("openssl 1")).toMatchObject({ isNew: true });
  await forgetBuild(places(), "trixie-release");
  await forgetBuild(places(), "trixie-release");
});

test("commands at the same moment start one pipeline", async () => {
  const asked = await Promise.all([ask("openssl 1"), ask("openssl 1"), ask("openssl 1")]);
  expect(asked.filter(({ isNew }) => isNew)).toHaveLength(1);
  expect(project.pipelines).toHaveLength(1);
});

test("a pipeline whose answer was lost is found, and not started again", async () => {
  project.loseNextAnswer = true;
  await expect(ask("openssl 1")).rejects.toThrow("/trigger/pipeline");
  expect(await ask("openssl 1")).toMatchObject({ isNew: false });
  expect(project.pipelines).toHaveLength(1);
});

test("a pipeline that somebody else started before is not taken for the one asked for", async () => {
  project.pipelines.push({
    ...trigger,
    id: 1,
    source: "pipeline",
    created_at: "2026-01-01T00:00:00Z",
    web_url: "old",
  });
  expect(await ask("openssl 1")).toMatchObject({ isNew: true });
});

test("a pipeline whose answer was lost is found among hundreds", async () => {
  project.loseNextAnswer = true;
  await expect(ask("openssl 1")).rejects.toThrow("/trigger/pipeline");
  const [ours] = project.pipelines;
  if (ours === undefined) throw new RangeError("expected a pipeline");
  const later = new Date(Date.now() + 60_000).toISOString();
  // GitLab lists the newest first
  for (let id = 2; id <= 250; id += 1) project.pipelines.unshift({ ...ours, id, created_at: later, web_url: `${id}` });
  expect(await ask("openssl 1")).toEqual({ pipeline: ours.web_url, isNew: false });
});

test("where nobody can see whether a pipeline was started, none is started again, and a person is told what to do", async () => {
  project.isPublic = false;
  project.loseNextAnswer = true;
  await expect(ask("openssl 1")).rejects.toThrow("/trigger/pipeline");
  await expect(ask("openssl 1")).rejects.toThrow(/404.*CLOUD_IMAGES_GITLAB_TOKEN.*or look there/);
  expect(project.pipelines).toHaveLength(1);
});

test("a request over GitLab's limit is made again, and starts one pipeline", async () => {
  project.overLimit = 1;
  expect(await ask("openssl 1")).toMatchObject({ isNew: true });
  expect(project.pipelines).toHaveLength(1);
});

test("a damaged note of what was asked for is named, and nothing is asked for", async () => {
  await ask("openssl 1");
  const [note = ""] = (await readdir(path.join(folder, "staging"), { recursive: true })).filter((name) =>
    name.endsWith(".json"),
  );
  await writeFile(path.join(folder, "staging", note), "{");
  await expect(ask("openssl 1")).rejects.toThrow(/is "\{": expected JSON; remove the file/);
  expect(project.pipelines).toHaveLength(1);
});

test("the pipeline that another stack has started meanwhile is not taken for one's own", async () => {
  project.loseNextAnswer = true;
  await expect(ask("openssl 1")).rejects.toThrow("/trigger/pipeline");
  // GitLab did not get it
  project.pipelines.length = 0;
  const other = await askOf("bookworm-release", "openssl 1");
  expect(other).toMatchObject({ isNew: true });
  expect(await ask("openssl 1")).toMatchObject({ isNew: true });
  expect(project.pipelines).toHaveLength(2);
});
