import { readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { settledProblems } from "../../engine/outside/invariants.ts";
import { look } from "../../engine/outside/outsider.ts";
import { expectExit } from "../../engine/command/said.ts";
import type { Start } from "../../peers/local-pipelines.ts";
import { canRunJobs, Circle, stacks } from "./circle.ts";
import { killedAsking, killedSaying } from "./kill.ts";

const [first, second] = ["20260701-2526", "20260702-2527"] as const;
const { daily, release } = stacks;
const task = (name: string, source: Start["source"] = "schedule"): Start => ({
  source,
  variables: { CLOUD_IMAGES_TASK: name },
});

const isPossible = canRunJobs();

let circle: Circle;
beforeAll(async () => {
  if (isPossible) circle = await Circle.begin();
});
afterAll(async () => {
  if (isPossible) await circle.end();
});

test.runIf(isPossible)(
  "from a build to a public release, and on to the next, by the jobs of ci/gitlab.yml: each is killed in its middle and run again, and nothing is done twice",
  async () => {
    const { publisher } = circle;
    await circle.prepare(first);
    await buildsAnnotate();
    await aDailyIsPublished();
    await aPersonIsWaitedFor();
    await thePersonReleases();
    expect(publisher.releases.map(({ tag_name: tag }) => tag)).toEqual([`${daily}/${first}`, `${release}/${first}`]);

    await circle.at("2026-07-02");
    await circle.advise("openssl", "CVE-2026-1003");
    await aBuildIsAskedFor();
    await circle.prepare(second, { openssl: 1 });
    expectExit(await circle.build({ source: "pipeline" }), 0);
    expectExit(await circle.publish(await circle.finished(second)), 0);
    const proposed = await circle.publish(task("decide"));
    expect(proposed.stdout).toMatch(new RegExp(`wait-for-person ${second}[^]*DSA-6002-1`));

    expect(publisher.releases.map(({ tag_name: tag }) => tag)).toEqual([
      `${daily}/${first}`,
      `${release}/${first}`,
      `${daily}/${second}`,
    ]);
    expect(publisher.releases.at(-1)?.description).toContain("DSA-6002-1");
    expect(await settledProblems(circle.tree, circle.staging)).toEqual([]);
  },
);

async function buildsAnnotate(): Promise<void> {
  const start: Start = { source: "schedule" };
  const job = "build trixie ec2 amd64";
  expect(await killedSaying(/setup\/start\.mjs annotate/, { checkout: circle.checkout("builder"), start, job })).toBe(
    true,
  );
  expectExit(await circle.build(start), 0);
}

/** One build names its job; for the other one GitLab is asked. The logs of both are kept. */
async function aDailyIsPublished(): Promise<void> {
  const { builder, publisher } = circle;
  const start = await circle.finished(first);
  const [publish, announce] = [`${daily}:publish`, `${daily}:announce`];
  expect(
    await killedAsking(builder, /\/pipelines\/1\/jobs/, {
      checkout: circle.checkout("publisher"),
      start,
      job: `${daily}:origins`,
    }),
  ).toBe(true);
  expectExit(await circle.publish(start, `${daily}:origins`), 0);
  expect(await killedAsking(builder, /\/trace/, { checkout: circle.checkout("publisher"), start, job: publish })).toBe(
    true,
  );
  expect(publisher.releases).toEqual([]);
  expectExit(await circle.publish(start, publish), 0);
  expect(
    await killedAsking(publisher, /^POST .*\/releases/, {
      checkout: circle.checkout("publisher"),
      start,
      job: announce,
    }),
  ).toBe(true);
  expectExit(await circle.publish(start, announce), 0);

  const [channel] = (await look(circle.tree)).channels.filter(({ directory }) => directory === "trixie/daily");
  const builds = channel?.sets.get(first)?.record.images.map(({ build }) => build) ?? [];
  const job = expect.stringMatching(`^${builder.url}/${builder.path}/-/jobs/\\d+$`) as string;
  expect(builds).toMatchObject([
    { job, fai: "6.2.5", noLog: null },
    { job, found: expect.stringContaining("asked") as string, noLog: null },
  ]);
  expect(new Set(builds.map((build) => build.job)).size).toBe(2);
  const files = await readdir(path.join(circle.tree, "trixie/daily", first));
  expect(files.filter((name) => name.endsWith(".log"))).toHaveLength(2);
}

async function aPersonIsWaitedFor(): Promise<void> {
  const decided = await circle.publish(task("decide"));
  expectExit(decided, 0);
  expect(decided.stdout).toContain(`wait-for-person ${first}`);
  expect(circle.builder.pipelines).toEqual([]);
}

/** A job makes the plan. The next carries it out, and only a person starts it. */
async function thePersonReleases(): Promise<void> {
  await circle.decide({ version: first, reason: "the first one" });
  const start = task("release", "web");
  const [plan, publish, announce] = [`${release}:plan`, `${release}:publish`, `${release}:announce`];
  expect(await circle.jobs(start)).toEqual({ [plan]: "on_success", [publish]: "manual", [announce]: "always" });
  expect(await killedSaying(/start\.mjs preview/, { checkout: circle.checkout("publisher"), start, job: plan })).toBe(
    true,
  );
  expectExit(await circle.publish(start, plan), 0);
  expect(await killedSaying(/creating/, { checkout: circle.checkout("publisher"), start, job: publish })).toBe(true);
  expectExit(await circle.publish(start, publish), 0);
  expect(
    await killedAsking(circle.publisher, /^POST .*\/releases/, {
      checkout: circle.checkout("publisher"),
      start,
      job: announce,
    }),
  ).toBe(true);
  expectExit(await circle.publish(start, announce), 0);
}

/** The job is killed when GitLab has started the build. Run again, it does not ask for another one. */
async function aBuildIsAskedFor(): Promise<void> {
  const { builder } = circle;
  const [start, decide] = [task("decide"), `${release}:decide`];
  expect(
    await killedAsking(builder, /^POST .*\/trigger/, { checkout: circle.checkout("publisher"), start, job: decide }),
  ).toBe(true);
  const again = await circle.publish(start);
  expectExit(again, 0);
  expect(again.stdout + again.stderr).toContain("asked for this build before");
  expect(builder.pipelines.map(({ variables }) => variables["CLOUD_IMAGES_FIXES"])).toEqual([
    expect.stringMatching(/^openssl /),
  ]);
}
