import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { project } from "../../tools/setup/bootstrap/folders.mjs";
import { runProgram, type Hearer, type Said } from "../engine/command/command.ts";

const packageFile = createRequire(import.meta.url).resolve("gitlab-ci-local/package.json");
const runner = path.join(path.dirname(packageFile), "dist/index.js");

/** Whether this machine can make checkouts. Warns where it cannot. */
export function hasGit(): boolean {
  const found = spawnSync("git", ["--version"]).status === 0;
  if (!found) console.warn("CI's pipelines are not tested: no git on PATH (apt-get install git)");
  return found;
}

/** A checkout with a .gitlab-ci.yml, and the variables that GitLab and its runner would set. */
export interface Checkout {
  folder: string;
  env: NodeJS.ProcessEnv;
  /** Is called with all that the jobs have said so far. */
  hear?: Hearer | undefined;
}

/** What starts a pipeline. All other predefined variables come from the checkout. */
export interface Start {
  source: "push" | "schedule" | "pipeline" | "web" | "merge_request_event";
  /** Variables of the project, of the schedule, or of the person who starts it; also predefined ones. */
  variables?: Readonly<Record<string, string>>;
}

/**
 * Runs jobs of a pipeline by gitlab-ci-local's shell executor: the named ones; default: those that start by themselves. Its exit code is 0
 * for some failed jobs; here it is 1 if one failed.
 */
export async function runJobs(checkout: Checkout, start: Start, ...jobs: readonly string[]): Promise<Said> {
  const said = await runLocal(checkout, start, ["--force-shell-executor", ...jobs]);
  return said.exitCode === 0 && /^ *FAIL /m.test(said.stdout) ? { ...said, exitCode: 1 } : said;
}

/** By job of a pipeline: when it starts, `on_success`, `manual` or `always`. */
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

/** A checkout's .gitlab-ci.yml, with all that it includes and extends. */
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
    // gitlab-ci-local does not know variables in a pattern of `changes`
    ...["--no-evaluate-rule-changes", "--ignore-predefined-vars", Object.keys(set).join(",")],
    ...Object.entries(set).flatMap(([name, value]) => ["--variable", `${name}=${value}`]),
    ...(isMerge ? ["--unset-variable", "CI_COMMIT_BRANCH"] : []),
  ];
  return runProgram(process.execPath, [runner, ...options, ...args], env, hear, folder);
}
