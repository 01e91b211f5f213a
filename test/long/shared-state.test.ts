import { rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { nameOf, type Kill } from "../engine/kills/kill.ts";
import { runningEngines } from "../engine/command/processes.ts";
import { expectExit, textOf } from "../engine/command/said.ts";
import { World } from "../engine/world/world.ts";
import { servers, versionOfToday, type StateServer } from "../peers/state-servers.ts";

/** The engine's state on a real server, as several machines share it. */

const first = versionOfToday(2526);
const second = versionOfToday(2527);

const kills: readonly Omit<Kill, "mark">[] = [
  { kind: "ImageFiles", operation: "create", moment: 12, victim: "engine" },
  { kind: "ImageFiles", operation: "create", moment: "before", victim: "command" },
  { kind: "Version", operation: "create", moment: "before", victim: "command" },
  { kind: "Version", operation: "create", moment: "after", victim: "engine" },
  { kind: "Latest", operation: "update", moment: 2, victim: "engine" },
  { kind: "Index", operation: "update", moment: "after", victim: "engine" },
];

describe.each(servers)("the state in $name", ({ start }) => {
  let server: StateServer;
  let world: World;
  const exported = () => path.join(world.folder, "state.json");
  beforeAll(async () => {
    server = await start();
    world = await World.begin({ now: undefined });
    world.backend = await server.empty();
    await world.arrive(first);
    expectExit(await world.up(), 0);
    expectExit(await world.pulumi(() => ["stack", "export", "--stack", "dev", "--file", exported()]), 0);
    await world.arrive(second);
    await world.save();
  });
  afterAll(async () => {
    await world.end();
    await server.stop();
  });

  // one set is published, and another has arrived
  beforeEach(async () => {
    await world.kill();
    await world.restore();
    expectExit(await world.pulumi(() => ["cancel", "--yes", "--stack", "dev"]), 0);
    expectExit(await world.pulumi(() => ["stack", "import", "--stack", "dev", "--file", exported()]), 0);
  });

  test.each(kills.map((kill) => ({ kill, where: nameOf(kill) })))(
    "goes on after a kill of $where",
    async ({ kill }) => {
      const { said, struck } = await world.upStruck(kill);
      expect(struck, textOf(said)).toBe(true);
      expect(await world.publicProblems()).toEqual([]);
      const again = await world.up();
      expectExit(again, 0);
      expect(await world.settledProblems()).toEqual([]);
      expect(await world.leftRunning()).toEqual([]);
    },
  );

  test("goes on after the power went off", async () => {
    await world.up([], {
      hear: (text) => {
        if (text.includes("Updating (dev)")) void world.kill();
      },
    });
    const again = await world.up();
    expectExit(again, 0);
    expect(textOf(again)).toContain("has ended");
    expect(await world.settledProblems()).toEqual([]);
  });

  test("has one run at a time: the second waits for the first, and says whom it waits for", async () => {
    let stopped = 0;
    const { promise: holds, resolve } = Promise.withResolvers<null>();
    const running = world.up([], {
      hear: (text) => {
        if (stopped > 0 || !text.includes("Updating (dev)")) return;
        stopped = -1;
        void runningEngines(world.folder).then(([pid = 0]) => {
          process.kill(pid, "SIGSTOP");
          stopped = pid;
          resolve(null);
        });
      },
    });
    await holds;
    let isFreed = false;
    const goOn = (text: string) => {
      if (isFreed || !text.includes("waiting for process")) return;
      isFreed = true;
      process.kill(stopped, "SIGCONT");
    };
    const other = await world.up([], { hear: goOn });
    expect(textOf(other)).toContain(`waiting for process ${stopped} of`);
    expectExit(await running, 0);
    expectExit(other, 0);
    expect(textOf(other)).toContain("nothing changed");
    expect(await world.settledProblems()).toEqual([]);
  });

  test("is done once by two runs that begin at the same moment", async () => {
    const both = await Promise.all([world.up(), world.up()]);
    for (const said of both) expectExit(said, 0);
    expect(await world.settledProblems()).toEqual([]);
  });

  test("holds several stacks, which run at once", async () => {
    const other = await World.ofTest({ now: undefined });
    other.backend = world.backend;
    expectExit(await other.makeStack("trixie-daily"), 0);
    await other.arrive(first);
    const said = await Promise.all([world.up(), other.up()]);
    for (const each of said) expectExit(each, 0);
    for (const each of [world, other]) expect(await each.settledProblems()).toEqual([]);
  });

  test("keeps a killed run's lock from another machine, and one of the same name: a person types the line that it says", async () => {
    await world.upStruck({ kind: "Version", operation: "create", moment: "before", victim: "engine" });
    // here a machine keeps what it knows of its own runs
    await rm(path.join(world.folder, "state-home"), { recursive: true });
    const refused = await world.up();
    expectExit(refused, 1);
    expect(textOf(refused)).toContain("if it is surely dead, type: npm run pulumi -- cancel --yes --stack dev");
    expectExit(await world.pulumi(() => ["cancel", "--yes", "--stack", "dev"]), 0);
    expectExit(await world.up(), 0);
    expect(await world.settledProblems()).toEqual([]);
  });

  test("was lost: what is public is adopted, and stays as it is", async () => {
    expectExit(await world.up(), 0);
    const tree = await world.fingerprint();
    await world.removeArtifacts();
    await server.lose(world);
    expectExit(await world.up(), 0);
    expect(await world.fingerprint()).toEqual(tree);
    expect(await world.settledProblems()).toEqual([]);
  });
});
