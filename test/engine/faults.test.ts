import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { beginPublished, second } from "./world/published.ts";
import { expectExit, textOf } from "./command/said.ts";
import type { World } from "./world/world.ts";

describe("a published set", () => {
  let world: World;
  let tree: Map<string, string>;

  beforeAll(async () => {
    world = await beginPublished(1);
    world.policyPack = false;
    tree = await world.fingerprint();
    await world.save();
  });
  beforeEach(async () => {
    world.day("2026-07-01");
    await world.restore();
  });
  afterAll(() => world.end());

  const locks = (): string => path.join(world.state, ".pulumi/locks/organization/cloud-images/dev");

  test("is adopted where the state was lost", async () => {
    await rm(world.state, { recursive: true });
    await mkdir(world.state);
    await world.removeArtifacts();
    expectExit(await world.up(), 0);
    expect(await world.fingerprint()).toEqual(tree);
    expect(await world.settledProblems()).toEqual([]);
  });

  test("is left alone while a run on another host may be alive, which is named", async () => {
    await mkdir(locks(), { recursive: true });
    const lock = { pid: 4711, username: "debian", hostname: "casulana", timestamp: new Date().toISOString() };
    await writeFile(path.join(locks(), "7c9e6679-7425-40de-944b-e07fc1f90ae7.json"), JSON.stringify(lock));
    const said = await world.up();
    expectExit(said, 1);
    expect(textOf(said)).toContain("process 4711 of debian on casulana");
    expect(await world.fingerprint()).toEqual(tree);
  });

  test("is changed by one run at a time: the second waits for the first, and says whom it waits for", async () => {
    world.day("2026-07-02");
    await world.arrive(second);
    const running = world.up();
    const pid = await holderOfLock(locks());
    process.kill(pid, "SIGSTOP");
    onTestFinished(() => world.kill());
    const waiting = `waiting for process ${pid} of`;
    const goOn = (text: string): void => {
      if (text.includes(waiting)) process.kill(pid, "SIGCONT");
    };
    const other = await world.up([], { hear: goOn });
    expect(textOf(other)).toContain(waiting);
    expectExit(await running, 0);
    expectExit(other, 0);
    expect(textOf(other)).toContain("nothing changed");
    expect(await world.settledProblems()).toEqual([]);
  });
});

/** Waits until a process has the stack's lock. Returns its id. */
async function holderOfLock(folder: string): Promise<number> {
  for (;;) {
    const [name] = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(".json"));
    const text = name === undefined ? "" : await readFile(path.join(folder, name), "utf8").catch(() => "");
    const pid = /"pid":\s*(\d+)/.exec(text)?.[1];
    if (pid !== undefined) return Number(pid);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
