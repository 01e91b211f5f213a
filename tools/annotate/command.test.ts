import { lstat, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { digestAnnotation } from "../../images/builds/digest.ts";
import { buildAnnotations, parseBuild, type Build } from "../../images/builds/manifest.ts";
import { pythonJson } from "../../images/formats/python-json.ts";
import { GitlabProject } from "../../test/peers/gitlab-project.ts";
import { main } from "../annotate.ts";

const name = "debian-trixie-generic-amd64-official-20260717-2542";
const job = "https://gitlab.example/cloud-team/builds/-/jobs/7";

function buildOf(annotations: Record<string, string>): Build {
  return {
    apiVersion: "cloud.debian.org/v1alpha1",
    kind: "Build",
    data: {
      info: {
        ...{ arch: "amd64", build_id: "b", release: "trixie", release_baseid: "13", release_id: "13" },
        ...{ type: "official", vendor: "generic", version: "20260717-2542" },
      },
      packages: [{ name: "base-files", version: "13" }],
    },
    metadata: {
      annotations: { "cloud.debian.org/digest": digestAnnotation("ab".repeat(64)), ...annotations },
      labels: {},
      uid: "d4e3b6a0-5b0f-4c39-9d0a-0f1f6a0d7f11",
    },
  };
}

let folder: string;
let lines: string[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "annotate-"));
  lines = [];
  for (const each of ["CI_JOB_URL", "CI_COMMIT_SHA", "CLOUD_IMAGES_GITLAB_TOKEN"]) vi.stubEnv(each, "");
  for (const stream of ["log", "error"] as const)
    vi.spyOn(console, stream).mockImplementation((line: string) => void lines.push(line));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

const fileOf = (base: string): string => path.join(folder, `${base}.build.json`);

test.each<[string, Record<string, string>, Record<string, string>, number, string]>([
  ["in its own job", {}, { CI_JOB_URL: job }, 0, `${name}: ${job}`],
  ["elsewhere, by its manifest", { [buildAnnotations.job]: job }, {}, 0, `${name}: ${job}`],
  ["nowhere", {}, {}, 1, "CI_JOB_URL and CI_COMMIT_SHA are not set; run it in the build's own job"],
])("where a build comes from is known %s", async (_, annotations, variables, code, said) => {
  const text = pythonJson(buildOf(annotations));
  await writeFile(fileOf(name), text);
  for (const [each, value] of Object.entries(variables)) vi.stubEnv(each, value);
  expect(await main([folder])).toBe(code);
  expect(lines.join("\n")).toContain(said);
  const isSame = (await readFile(fileOf(name), "utf8")) === text;
  expect(isSame).toBe(Object.keys(variables).length === 0);
});

const other = name.replace("generic", "nocloud");

test.each<[string, (file: string) => Promise<void>, RegExp]>([
  ["no JSON", (file) => writeFile(file, "{"), /nocloud.*is "\{": expected JSON/],
  ["of another kind", (file) => writeFile(file, pythonJson({ ...buildOf({}), kind: "Upload" })), /nocloud.*kind/],
  ["no UTF-8", (file) => writeFile(file, Buffer.from([0x7b, 0xff])), /nocloud.*no UTF-8/],
  ["a folder", (file) => mkdir(file), /nocloud.*a regular file/],
  ["a link to another file", (file) => symlink("elsewhere", file), /nocloud.*a symbolic link/],
  ["longer than any manifest", (file) => writeFile(file, " ".repeat(5 << 20)), /nocloud.*at most 4194304/],
])("a manifest that is %s is named and left alone, and the other builds get their origin", async (_, make, said) => {
  await writeFile(path.join(folder, "elsewhere"), pythonJson(buildOf({})));
  await writeFile(fileOf(name), pythonJson(buildOf({})));
  await make(fileOf(other));
  const before = await lstat(fileOf(other));
  vi.stubEnv("CI_JOB_URL", job);
  expect(await main([folder])).toBe(1);
  expect(lines.join("\n")).toMatch(said);
  expect(lines.join("\n")).toContain(`${name}: ${job}`);
  expect(await readFile(fileOf(name), "utf8")).toContain(job);
  expect(await lstat(fileOf(other))).toMatchObject({ ino: before.ino, size: before.size });
});

test("a manifest that says everything already keeps its bytes, also where another program wrote them", async () => {
  vi.stubEnv("CI_JOB_URL", job);
  const text = `${JSON.stringify(buildOf({ [buildAnnotations.job]: job, [buildAnnotations.command]: "make" }))}\n`;
  await writeFile(fileOf(name), text);
  expect(await main([folder])).toBe(0);
  expect(await readFile(fileOf(name), "utf8")).toBe(text);
});

test("only builds of the version are taken, and a version that is none is refused", async () => {
  const older = name.replace("20260717-2542", "20260716-2541");
  for (const each of [name, older]) await writeFile(fileOf(each), pythonJson(buildOf({})));
  vi.stubEnv("CI_JOB_URL", job);
  expect(await main([folder, "--version", "20260717-2542"])).toBe(0);
  expect(lines).toEqual([`${name}: ${job}`]);
  await expect(main([folder, "--version", ""])).rejects.toThrow("--version: expected a value");
  for (const version of ["2542", "latest"])
    await expect(main([folder, "--version", version])).rejects.toThrow(/--version ".*": expected a version/);
});

describe("for a build that does not say it, GitLab is asked", () => {
  let project: GitlabProject;
  beforeEach(async () => {
    project = await GitlabProject.start("cloud-team/builds", "glpat-of-a-test");
    await writeFile(fileOf(name), pythonJson(buildOf({})));
  });
  afterEach(() => project.end());
  const add = (job: string) => {
    const id = project.jobs.length + 1;
    project.jobs.push({ id, pipeline: 7, name: job, status: "success", commit: "0a1b2c3", trace: "" });
  };
  const ask = () => main([folder, "--pipeline", "7", "--project", project.path, "--gitlab", `${project.url}/`]);
  const said = async () => parseBuild(await readFile(fileOf(name), "utf8"), name).metadata.annotations;

  test("and its answer is recorded with how it was found, also from a later page of the list", async () => {
    for (let id = 1; id <= 120; id += 1) add(`test ${id}`);
    add("generic trixie amd64 build");
    expect(await ask()).toBe(0);
    expect(await said()).toMatchObject({
      [buildAnnotations.job]: project.jobUrl({ id: 121 }),
      [buildAnnotations.commit]: "0a1b2c3",
      [buildAnnotations.found]: `asked ${project.url} for the jobs of pipeline 7 of ${project.path}`,
    });
    const text = await readFile(fileOf(name), "utf8");
    expect(await ask()).toBe(0);
    expect(await readFile(fileOf(name), "utf8")).toBe(text);
  });

  test("and a pipeline in which no job alone can be its own leaves it as it was", async () => {
    for (const each of ["generic trixie amd64 build", "build: [trixie, generic, amd64]"]) add(each);
    expect(await ask()).toBe(1);
    expect(lines.join("\n")).toContain("not one alone has the word build");
    expect(await said()).toEqual(buildOf({}).metadata.annotations);
  });

  test("and a project that a stranger does not see is asked with a token", async () => {
    add("generic trixie amd64 build");
    project.isPublic = false;
    await expect(ask()).rejects.toThrow(/pipeline 7 of cloud-team\/builds.*404.*give CLOUD_IMAGES_GITLAB_TOKEN/);
    vi.stubEnv("CLOUD_IMAGES_GITLAB_TOKEN", project.token);
    expect(await ask()).toBe(0);
  });
});

test.each([
  [["--pipeline", "7", "--project", "cloud-team/images", "--command", "make"], "--command"],
  [["--pipeline", "7", "--project", "cloud-team/images", "--fai", "6.2.5"], "--fai"],
  [["--pipeline", "7", "--project", "cloud-team/images", "--config-space", "1"], "--config-space"],
  [["--project", "cloud-team/images"], "--project"],
  [["--gitlab", "https://gitlab.example"], "--gitlab"],
  [["--config-file", "Pulumi.dev.yaml"], "--config-file"],
])("%j is refused for an option that would be dropped, before a manifest is touched", async (args, option) => {
  const text = pythonJson(buildOf({}));
  await writeFile(fileOf(name), text);
  vi.stubEnv("CI_JOB_URL", job);
  await expect(main([folder, ...args])).rejects.toThrow(`${option}: expected to be left out`);
  expect(await readFile(fileOf(name), "utf8")).toBe(text);
});
