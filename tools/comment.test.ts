import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { GitlabProject } from "../test/peers/gitlab-project.ts";
import { fitting, main } from "./comment.ts";

test("a report of a usual length is written whole, and a longer one cut so that GitLab takes it with its mark", () => {
  expect(fitting("short")).toBe("short");
  const cut = fitting("x".repeat(2_000_000));
  expect(cut).toContain("cut off");
  expect(cut.length + "<!-- cloud-images trixie-daily -->\n".length).toBeLessThan(1_000_000);
});

test("where a preview left no report, the comment says so in the place of an older report, and the job fails", async () => {
  const project = await GitlabProject.start("cloud-team/images", "glpat-of-a-test");
  const folder = await mkdtemp(path.join(tmpdir(), "comment-"));
  const silenced = [vi.spyOn(console, "log"), vi.spyOn(console, "error")].map((spy) => spy.mockReturnValue());
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    for (const spy of silenced) spy.mockRestore();
    await project.end();
    await rm(folder, { recursive: true });
  });
  const variables = {
    CI_SERVER_URL: `${project.url}/`,
    CLOUD_IMAGES_COMMENT_TOKEN: project.token,
    CI_MERGE_REQUEST_PROJECT_PATH: project.path,
    CI_MERGE_REQUEST_IID: "7",
    CI_PIPELINE_URL: "https://gitlab.example/-/pipelines/12",
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const file = path.join(folder, "report.md");
  const comment = () => main(["--key", "trixie-daily", "--file", file]);
  await writeFile(file, "one image appears\n");
  expect(await comment()).toBe(0);
  await rm(file);
  expect(await comment()).toBe(1);
  expect(project.notes.map(({ body }) => body)).toEqual([expect.stringContaining("No report of `trixie-daily`")]);
  expect(project.notes[0]?.body).toContain(variables.CI_PIPELINE_URL);
  await mkdir(file);
  await expect(comment()).rejects.toThrow(/report\.md.*expected a file, not a folder/);
});

test.each([
  ["CI_SERVER_URL", "", "the http or https address of a GitLab"],
  ["CI_SERVER_URL", "salsa.debian.org", "the http or https address of a GitLab"],
  ["CI_SERVER_URL", "ftp://salsa.debian.org", "the http or https address of a GitLab"],
  ["CI_MERGE_REQUEST_IID", "", "a merge request's number"],
  ["CI_MERGE_REQUEST_IID", "!7", "a merge request's number"],
  ["CLOUD_IMAGES_COMMENT_TOKEN", "", "to be set"],
])("%s %j is refused before GitLab is asked", async (name, value, expected) => {
  onTestFinished(() => void vi.unstubAllEnvs());
  const variables = {
    CI_SERVER_URL: "http://127.0.0.1:1",
    CLOUD_IMAGES_COMMENT_TOKEN: "glpat-of-a-test",
    CI_MERGE_REQUEST_PROJECT_PATH: "cloud-team/images",
    CI_MERGE_REQUEST_IID: "7",
    [name]: value,
  };
  for (const [each, of] of Object.entries(variables)) vi.stubEnv(each, of);
  const comment = main(["--key", "trixie-daily", "--file", import.meta.filename]);
  await expect(comment).rejects.toThrow(`${name} ${JSON.stringify(value)}: expected ${expected}, as in`);
});
