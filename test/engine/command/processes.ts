import { readdir, readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

/** The variable that marks the commands of a world, and all processes that they start. It has the world's folder. */
export const worldVariable = "CLOUD_IMAGES_TEST_WORLD";

/** Milliseconds that ending processes are given. */
const patience = 60_000;

/** The command lines of processes of a world that still run. Those that are about to end are waited for. */
export async function leftRunning(world: string): Promise<string[]> {
  const deadline = Date.now() + patience;
  for (;;) {
    const running = await runningIn(world);
    if (running.length === 0 || Date.now() > deadline) return running;
    await setTimeout(20);
  }
}

/** Kills every process of a world at once, as a power cut does. */
export async function killRunning(world: string): Promise<void> {
  for (const { pid } of await processesOf(world)) process.kill(pid, "SIGKILL");
}

/** The engine's processes of a world that carry out an `up`. */
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

/** The command line of a world's process; empty for any other process, and for one that has ended. */
async function commandIn(world: string, pid: number): Promise<string> {
  const read = (name: string): Promise<string> => readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "");
  const variables = (await read("environ")).split("\0");
  return variables.includes(`${worldVariable}=${world}`) ? (await read("cmdline")).replaceAll("\0", " ").trim() : "";
}
