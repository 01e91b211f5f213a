import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import packageFile from "../../package.json" with { type: "json" };
import { project } from "../setup/bootstrap/folders.mjs";

/** What a local runner does not know of ci/: runners, resource groups, protection, identity. */

const ruleSchema = z.object({ if: z.string(), when: z.string().optional(), changes: z.array(z.string()).optional() });
const jobSchema = z.object({
  extends: z.string().optional(),
  stage: z.string().optional(),
  script: z.array(z.string()).optional(),
  rules: z.array(ruleSchema).optional(),
  tags: z.array(z.string()).optional(),
  variables: z.record(z.string(), z.string()).optional(),
  resource_group: z.string().optional(),
  environment: z.object({ name: z.string(), action: z.string() }).optional(),
  id_tokens: z.record(z.string(), z.unknown()).optional(),
  before_script: z.array(z.string()).optional(),
  artifacts: z
    .object({ access: z.string().optional(), expose_as: z.string().optional(), paths: z.array(z.string()) })
    .optional(),
  needs: z.array(z.object({ job: z.string(), artifacts: z.boolean() })).optional(),
  cache: z.unknown().optional(),
  retry: z.object({ when: z.array(z.string()) }).optional(),
  timeout: z.string().optional(),
  interruptible: z.boolean().optional(),
});
const workflowSchema = z.object({
  workflow: z.object({
    rules: z.array(z.object({ if: z.string(), auto_cancel: z.object({ on_new_commit: z.string() }) })),
  }),
});
type Job = z.output<typeof jobSchema>;

const notJobs = new Set(["stages", "workflow", "variables", "include"]);

const jobsIn = (file: string): [string, Job][] =>
  Object.entries(z.record(z.string(), z.unknown()).parse(parse(readFileSync(path.join(project, file), "utf8"))))
    .filter(([name]) => !notJobs.has(name))
    .map(([name, job]) => [name, jobSchema.parse(job)]);

const templates = new Map(jobsIn("ci/gitlab.yml"));
const whole = (job: Job): Job => {
  const base = job.extends === undefined ? {} : whole(templates.get(job.extends) ?? {});
  return { ...base, ...job, variables: { ...base.variables, ...job.variables } };
};
const jobs: [string, Job][] = jobsIn("ci/example.gitlab-ci.yml").map(([name, job]) => [name, whole(job)]);
const named = (pattern: RegExp) => jobs.filter(([, { script = [] }]) => pattern.test(script.join("\n")));

const inMergeRequests = jobs.filter(([, { rules = [] }]) => rules.some((rule) => rule.if.includes("merge_request")));
const changing = named(/npm run (up|preview|audit|decide|announce|annotate|sign) /);

test("there are jobs of every kind", () => {
  expect(inMergeRequests.length).toBeGreaterThan(0);
  expect(changing.length).toBeGreaterThan(0);
  expect([...templates.keys()].filter((name) => !name.startsWith("."))).toEqual([]);
});

test("a push to the default branch cancels no job that waits: its own pipeline need not do that one's work", () => {
  const { workflow } = workflowSchema.parse(parse(readFileSync(path.join(project, "ci/gitlab.yml"), "utf8")));
  const onBranch = workflow.rules.filter((rule) => rule.if.includes("$CI_COMMIT_BRANCH"));
  expect(onBranch.map((rule) => rule.auto_cancel.on_new_commit)).toEqual(["none"]);
});

describe.each(changing)(
  "%s",
  (
    _,
    { rules = [], script = [], resource_group: group, environment, tags, interruptible, variables, retry, timeout },
  ) => {
    test("runs one at a time with all others of its stack, and is not interrupted", () => {
      expect(group).toBe("$STACK");
      expect(variables?.["STACK"]).toMatch(/^[\w-]+$/);
      for (const line of script) if (line.startsWith("npm run")) expect(line).toContain('--stack "$STACK"');
      expect(interruptible).toBe(false);
    });

    test("sees the variables of its own stack, and counts as no deployment", () => {
      expect(environment).toEqual({ name: "$STACK", action: "access" });
    });

    test("has the time for a large set, and is run again where that is up or its runner dies", () => {
      expect(Number.parseInt(timeout ?? "1h")).toBeGreaterThan(1);
      expect(retry?.when).toEqual(expect.arrayContaining(["runner_system_failure", "job_execution_timeout"]));
      expect(retry?.when).not.toContain("script_failure");
    });

    test("runs on no branch but the protected default one, and on the tree's runner", () => {
      expect(rules.length).toBeGreaterThan(0);
      for (const rule of rules) {
        expect(rule.if).toContain('$CI_COMMIT_REF_PROTECTED == "true" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && ');
        expect(rule.if).not.toContain("||");
      }
      expect(tags).toEqual(["cloud-images-tree"]);
    });
  },
);

describe.each(inMergeRequests)("%s, in a merge request,", (_, job) => {
  const { script = [], rules = [], before_script: before = [], id_tokens: tokens, tags, environment } = job;

  test("gets no identity, no runner of the tree and no stack's variables", () => {
    expect([before, tokens, tags, environment]).toEqual([[], undefined, undefined, undefined]);
  });

  test("is cancelled by the next commit, run again where its runner dies, and has a link in the merge request", () => {
    expect(job.interruptible).toBe(true);
    expect(job.retry?.when).toContain("runner_system_failure");
    // GitLab looks for the path as it is written
    if (job.artifacts !== undefined) expect(job.artifacts.paths[0]).toMatch(/^[\w./-]+$/);
    expect(job.artifacts?.expose_as).toBe(job.artifacts && "Publication preview");
  });

  test("has a secret only for branches of the project itself", () => {
    const read = [...script, ...rules.map((rule) => rule.if)].join("\n").match(/\$\w+/g) ?? [];
    const secrets = read.filter((name) => name !== "$STACK" && !name.startsWith("$CI_"));
    const usesComment = script.some((line) => line.includes("npm run comment"));
    expect(secrets).toEqual(usesComment ? ["$CLOUD_IMAGES_COMMENT_TOKEN"] : []);
    // a job of a fork may have written the cache of the others
    if (usesComment) expect(job.cache).toEqual([]);
    for (const rule of usesComment ? rules : [])
      expect(rule.if).toContain("$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID");
  });
});

test("a release is carried out by a person, from the plan of the same pipeline", () => {
  const releases = named(/npm run up .*--plan/);
  expect(releases.length).toBeGreaterThan(0);
  for (const [, { rules = [], needs = [], script = [] }] of releases) {
    expect(rules.map((rule) => rule.when)).toEqual(rules.map(() => "manual"));
    const plan = jobs.find(([name]) => name === needs[0]?.job)?.[1];
    expect(plan?.rules?.map((rule) => rule.if)).toEqual(rules.map((rule) => rule.if));
    expect(plan?.artifacts?.access).toBe("developer");
    expect(script.join()).toContain(plan?.artifacts?.paths[0]);
  }
});

test.each(named(/npm run comment /))(
  "%s reports the preview of its own stack alone, also one that refuses",
  (name, job) => {
    expect(job.needs).toEqual([{ job: name.replace(/comment$/, "preview"), artifacts: true }]);
    expect(job.rules?.map((rule) => rule.when)).toEqual(["always"]);
  },
);

describe.each(named(/npm run announce /))("%s", (name, { rules = [], needs = [] }) => {
  const publish = jobs.find(([each]) => each === needs[0]?.job)?.[1];

  test("follows the publication of its own stack alone, in each of its pipelines, and whether or not it failed", () => {
    expect(needs).toEqual([{ job: name.replace(/announce$/, "publish"), artifacts: false }]);
    expect(rules.map((rule) => [rule.if, rule.changes])).toEqual(
      publish?.rules?.map((rule) => [rule.if, rule.changes]),
    );
    expect(rules.map((rule) => rule.when)).toEqual(rules.map(() => "always"));
  });
});

test("each command of the jobs is one of package.json", () => {
  const used = jobs.flatMap(([, { script = [] }]) => script.flatMap((line) => /npm run (\S+)/.exec(line)?.[1] ?? []));
  expect(used.filter((name) => !Object.hasOwn(packageFile.scripts, name))).toEqual([]);
});

describe("ci/identity.sh", () => {
  const exported = (env: Record<string, string>) => {
    const folder = mkdtempSync(path.join(tmpdir(), "identity-"));
    const names = "AWS_WEB_IDENTITY_TOKEN_FILE AZURE_FEDERATED_TOKEN_FILE GOOGLE_APPLICATION_CREDENTIALS";
    const lines = `. ci/identity.sh; for name in ${names}; do eval echo "$name=\\$$name"; done`;
    const { stdout, status } = spawnSync("sh", ["-euc", `set +u; ${lines}`], {
      cwd: project,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], CI_PROJECT_DIR: folder, CI_JOB_ID: "1", ...env },
    });
    const kept = path.join(folder, ".dev/identity");
    const files = readdirSync(kept).map((name) => {
      const mode = (statSync(path.join(kept, name)).mode & 0o777).toString(8);
      return [name, mode, readFileSync(path.join(kept, name), "utf8")] as const;
    });
    rmSync(folder, { recursive: true });
    return { status, lines: stdout.replaceAll(folder, "").trim().split("\n"), files };
  };

  test("gives no cloud an identity that has no role", () => {
    expect(exported({ AWS_ID_TOKEN: "token" })).toEqual({
      status: 0,
      lines: ["AWS_WEB_IDENTITY_TOKEN_FILE=", "AZURE_FEDERATED_TOKEN_FILE=", "GOOGLE_APPLICATION_CREDENTIALS="],
      files: [],
    });
  });

  test("hands each token on in a file that only the job's user reads", () => {
    const { lines, files } = exported({
      AWS_ROLE_ARN: "arn:aws:iam::136693071363:role/publish",
      AWS_ID_TOKEN: "of aws",
      AZURE_CLIENT_ID: "client",
      AZURE_ID_TOKEN: "of azure",
      CLOUD_IMAGES_GCP_SERVICE_ACCOUNT: "publish@project.iam.gserviceaccount.com",
      CLOUD_IMAGES_GCP_AUDIENCE: "//iam.googleapis.com/pool",
      GCP_ID_TOKEN: "of gcp",
    });
    expect(lines).toEqual([
      "AWS_WEB_IDENTITY_TOKEN_FILE=/.dev/identity/aws",
      "AZURE_FEDERATED_TOKEN_FILE=/.dev/identity/azure",
      "GOOGLE_APPLICATION_CREDENTIALS=/.dev/identity/gcp.json",
    ]);
    expect(files.map(([name, mode]) => [name, mode])).toEqual(
      ["aws", "azure", "gcp", "gcp.json"].map((name) => [name, "600"]),
    );
    expect(files.slice(0, 3).map(([, , content]) => content)).toEqual(["of aws", "of azure", "of gcp"]);
    expect(JSON.parse(files[3]?.[2] ?? "")).toMatchObject({ audience: "//iam.googleapis.com/pool" });
  });
});
