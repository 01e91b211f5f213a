import { readdir, readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

/** The variable that marks every process of a world's commands, and of what they start. */
export const worldVariable = "CLOUD_IMAGES_TEST_WORLD";

const patience = 60_000;

/** What still runs of a world's commands, once those that are on their way out have had the time for it: their command lines. */
export async function leftRunning(world: string): Promise<string[]> {
  const deadline = Date.now() + patience;
  for (;;) {
    const running = await runningIn(world);
    if (running.length === 0 || Date.now() > deadline) return running;
    await setTimeout(20);
  }
}

/** Kills every process of a world's commands at once: what a machine does that loses its power. */
export async function killRunning(world: string): Promise<void> {
  for (const { pid } of await processesOf(world)) process.kill(pid, "SIGKILL");
}

/** The engine's runs that change something, of a world's commands. */
export async function runningEngines(world: string): Promise<number[]> {
  const found = await processesOf(world);
  return found.filter(({ command }) => /^\S*pulumi up .*--skip-preview/.test(command)).map(({ pid }) => pid);
}

const runningIn = async (world: string): Promise<string[]> => (await processesOf(world)).map(({ command }) => command);

async function processesOf(world: string): Promise<{ pid: number; command: string }[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map(async (pid) => ({ pid, command: await commandIn(world, pid) })));
  return found.filter(({ command }) => command !== "");
}

/** Empty for a process of somebody else's, and for one that has ended. */
async function commandIn(world: string, pid: number): Promise<string> {
  const read = (name: string): Promise<string> => readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "");
  const variables = (await read("environ")).split("\0");
  return variables.includes(`${worldVariable}=${world}`) ? (await read("cmdline")).replaceAll("\0", " ").trim() : "";
}
