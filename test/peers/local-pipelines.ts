import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { project } from "../../tools/setup/bootstrap/folders.mjs";
import { runProgram, type Hearer, type Said } from "../engine/command.ts";

const packageFile = createRequire(import.meta.url).resolve("gitlab-ci-local/package.json");
const runner = path.join(path.dirname(packageFile), "dist/index.js");

/** Whether checkouts can be made here; says so loudly where they cannot. */
export function hasGit(): boolean {
  const found = spawnSync("git", ["--version"]).status === 0;
  if (!found) console.warn("CI's pipelines are not tested: no git on PATH (apt-get install git)");
  return found;
}

/** A checkout with a .gitlab-ci.yml, and what GitLab and its runner would set. */
export interface Checkout {
  folder: string;
  env: NodeJS.ProcessEnv;
  /** Is told all that the jobs have said so far. */
  hear?: Hearer | undefined;
}

/** What starts a pipeline. The rest of the predefined variables comes from the checkout. */
export interface Start {
  source: "push" | "schedule" | "pipeline" | "web" | "merge_request_event";
  /** Of the project, the schedule or the person who starts it; also predefined ones. */
  variables?: Readonly<Record<string, string>>;
}

/** Runs jobs of a pipeline, as gitlab-ci-local does with its shell executor: those that start by themselves, or the named ones. */
export const runJobs = (checkout: Checkout, start: Start, ...jobs: readonly string[]): Promise<Said> =>
  runLocal(checkout, start, ["--force-shell-executor", ...jobs]);

/** The jobs of a pipeline, each with when it starts: `on_success`, `manual`, `always`. */
export async function jobsOf(checkout: Checkout, start: Start): Promise<Record<string, string>> {
  const { stdout, stderr, exitCode } = await runLocal(checkout, start, ["--list-csv", "--no-json-schema-validation"]);
  if (exitCode !== 0) throw new Error(`${stdout}\n${stderr}`);
  const [, ...rows] = stdout.trim().split("\n");
  return Object.fromEntries(
    rows.map((row) => {
      const [name = "", , when = ""] = row.split(";");
      return [name, when];
    }),
  );
}

/** A checkout's whole file: what it includes and extends, in its place. */
export async function expandedFile(checkout: Checkout): Promise<string> {
  const { stdout, stderr, exitCode } = await runLocal(checkout, { source: "push" }, [
    "--preview",
    "--no-json-schema-validation",
  ]);
  if (exitCode !== 0) throw new Error(`${stdout}\n${stderr}`);
  return stdout;
}

/** A checkout of the example in ci/, without the program. */
export function exampleCheckout(folder: string): Checkout {
  cpSync(path.join(project, "ci"), path.join(folder, "ci"), { recursive: true });
  cpSync(path.join(project, "ci/example.gitlab-ci.yml"), path.join(folder, ".gitlab-ci.yml"));
  const identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
  for (const args of [
    ["init", "--quiet", "--initial-branch=main"],
    ["remote", "add", "origin", "https://gitlab.example/cloud-team/cloud-images.git"],
    ["add", "--all"],
    [...identity, "commit", "--quiet", "--message", "Begin"],
  ]) {
    const { status, stderr } = spawnSync("git", args, { cwd: folder, encoding: "utf8" });
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  }
  return { folder, env: process.env };
}

async function runLocal({ folder, env, hear }: Checkout, start: Start, args: readonly string[]): Promise<Said> {
  const { source, variables = {} } = start;
  const isMerge = source === "merge_request_event";
  const set = { CI_PIPELINE_SOURCE: source, CI_COMMIT_REF_PROTECTED: String(!isMerge), ...variables };
  const options = [
    ...["--home", path.dirname(folder), "--no-color"],
    // it reads a pattern of `changes` that has a variable literally
    ...["--no-evaluate-rule-changes", "--ignore-predefined-vars", Object.keys(set).join(",")],
    ...Object.entries(set).flatMap(([name, value]) => ["--variable", `${name}=${value}`]),
    ...(isMerge ? ["--unset-variable", "CI_COMMIT_BRANCH"] : []),
  ];
  return runProgram(process.execPath, [runner, ...options, ...args], env, hear, folder);
}
