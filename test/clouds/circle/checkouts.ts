import { spawnSync } from "node:child_process";
import { cp, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import { buildAnnotations, parseBuild } from "../../../images/builds/manifest.ts";
import { pythonJson } from "../../../images/formats/python-json.ts";
import type { Member } from "../../../images/model/image.ts";
import { project } from "../../../tools/setup/bootstrap/folders.mjs";
import { runProgram } from "../../engine/command/command.ts";
import { copyArtifact } from "../../engine/world/artifacts.ts";
import type { GitlabProject } from "../../peers/gitlab-project.ts";

export const members = ["ec2/amd64", "ec2/arm64"] as const satisfies Member[];

/** Copies this checkout as it is now into a folder, with the example's jobs, for trixie. Stack files come later. */
export async function copyPublisher(folder: string): Promise<void> {
  const listed = git(project, "ls-files", "-z", "--cached", "--others", "--exclude-standard");
  for (const file of listed.split("\0").filter((name) => name !== ""))
    await cp(path.join(project, file), path.join(folder, file), { verbatimSymlinks: true }).catch(onlyIfGone);
  await symlink(path.join(project, "node_modules"), path.join(folder, "node_modules"));
  const example = await readFile(path.join(project, "ci/example.gitlab-ci.yml"), "utf8");
  await writeFile(path.join(folder, ".gitlab-ci.yml"), example.replaceAll("bookworm", "trixie"));
}

/**
 * Makes the project that builds. Its builds lie ready in the folder `fai`; a job copies its own to ARRIVED, in the place of GitLab's
 * artifacts. The job of amd64 annotates its build; that of arm64 is an older one, which does not.
 */
export async function makeBuilder(folder: string): Promise<void> {
  await mkdir(folder);
  const job = (arch: string, ...more: string[]) => ({
    stage: "build",
    script: [
      'echo "job $CI_JOB_ID"',
      `rm -rf output-${arch} && cp -r fai/${arch} output-${arch}`,
      ...more,
      `cp output-${arch}/* "$ARRIVED/"`,
    ],
  });
  const annotate = 'npm --prefix "$PUBLISHER" run annotate -- "$PWD/output-amd64" --fai 6.2.5';
  const file = {
    stages: ["build"],
    "build trixie ec2 amd64": job("amd64", annotate),
    "build trixie ec2 arm64": job("arm64"),
  };
  await writeFile(path.join(folder, ".gitlab-ci.yml"), stringify(file));
  await writeFile(path.join(folder, ".gitignore"), "fai\noutput-*\n");
}

/** Puts builds into the builder's checkout as FAI leaves them: they do not say where they come from. */
export async function prepareBuilds(folder: string, version: string, updates: Readonly<Record<string, number>>) {
  for (const member of members) {
    const of = path.join(folder, "fai", path.basename(member));
    await copyArtifact({ version, member, updates }, of);
    const file = path.join(of, (await readdir(of)).find((name) => name.endsWith(".build.json")) ?? "");
    const build = parseBuild(await readFile(file, "utf8"), file);
    const origin = new Set<string>(Object.values(buildAnnotations));
    const others = Object.entries(build.metadata.annotations).filter(([key]) => !origin.has(key));
    const metadata = { ...build.metadata, annotations: Object.fromEntries(others) };
    await writeFile(file, pythonJson({ ...build, metadata }));
  }
}

/** Makes a stack, as a person does once. */
export async function makeStack(folder: string, name: string, env: NodeJS.ProcessEnv): Promise<void> {
  const elsewhere = path.join(folder, "project");
  await mkdir(elsewhere, { recursive: true });
  await writeFile(path.join(elsewhere, "Pulumi.yaml"), "name: cloud-images\nruntime: nodejs\n");
  const said = await runProgram("pulumi", ["stack", "init", name, "--no-select", "--cwd", elsewhere], env);
  if (said.exitCode !== 0) throw new Error(said.stderr);
}

export function beginHistory(folder: string, { url, path: name }: GitlabProject): void {
  git(folder, "init", "--quiet", "--initial-branch=main");
  git(folder, "remote", "add", "origin", `${url}/${name}.git`);
  commit(folder, "Begin");
}

export function commit(folder: string, message: string): void {
  git(folder, "add", "--all");
  git(folder, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--message", message);
}

export const headOf = (folder: string): string => git(folder, "rev-parse", "HEAD").trim();

function onlyIfGone(error: unknown): void {
  if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
}

function git(folder: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout;
}
