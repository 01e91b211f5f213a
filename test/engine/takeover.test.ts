import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { project } from "../../tools/setup/bootstrap/folders.mjs";
import { runInWaitingProcess } from "./command/command-processes.ts";
import { runProgram } from "./command/command.ts";
import { publicProblems } from "./outside/invariants.ts";
import { expectExit } from "./command/said.ts";

/** An archive by test/takeover/make.sh. @WORLD@ stands in it for the folder into which it is unpacked. */
const left = path.join(project, "test/takeover/of-1030dcc.tar.xz");
const stacks = ["bookworm-daily", "bookworm-release"] as const;

const state = z.object({
  checkpoint: z.object({
    latest: z.object({ resources: z.array(z.object({ urn: z.string(), created: z.string().optional() })) }),
  }),
});

describe("a tree and a state that commit 1030dcc left", () => {
  let world: string;

  const file = (stack: string): string => path.join(world, "state/.pulumi/stacks/cloud-images", `${stack}.json`);
  const config = (stack: string): string => path.join(world, `${stack}.yaml`);
  const run = (...args: string[]) =>
    runInWaitingProcess(args, {
      ...process.env,
      PULUMI_BACKEND_URL: pathToFileURL(path.join(world, "state")).href,
      PULUMI_CONFIG_PASSPHRASE: "",
    });

  /** By URN: the creation time of each resource of a stack. */
  async function resources(stack: string): Promise<Map<string, string | undefined>> {
    const { latest } = state.parse(JSON.parse(await readFile(file(stack), "utf8"))).checkpoint;
    return new Map(latest.resources.map(({ urn, created }) => [urn, created]));
  }

  beforeAll(async () => {
    world = await mkdtemp(path.join(tmpdir(), "cloud-images-takeover-"));
    await mkdir(path.join(world, "artifacts"));
    expectExit(await runProgram("tar", ["--extract", "--xz", "--file", left, "--directory", world], process.env), 0);
    for (const named of stacks.flatMap((stack) => [file(stack), config(stack)]))
      await writeFile(named, (await readFile(named, "utf8")).replaceAll("@WORLD@", world));
  });
  afterAll(() => rm(world, { recursive: true, force: true }));

  test.each(stacks)("is taken over by %s: nothing is created, replaced or deleted", async (stack) => {
    const before = await resources(stack);

    if (stack === "bookworm-release") {
      const plan = path.join(world, "plan");
      const reports = ["--markdown", `${plan}.md`, "--html", `${plan}.html`];
      const places = ["--stack", stack, "--config-file", config(stack)];
      expectExit(await run("preview", ...places, "--save-plan", plan, ...reports), 0);
      expectExit(await run("up", ...places, "--plan", plan), 0);
    } else {
      expectExit(await run("up", "--stack", stack, "--config-file", config(stack)), 0);
    }

    expect(await resources(stack)).toEqual(before);
    expect(await publicProblems(path.join(world, "tree"))).toEqual([]);
  });
});
