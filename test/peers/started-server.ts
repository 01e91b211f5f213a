import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { startFile } from "../../storage/programs/spawn.mjs";

/** A program that serves on loopback until a test stops it. */
export interface StartedServer {
  url: string;
  /** Seconds for which it has used a processor. */
  processorTime: () => Promise<number>;
  stop: () => Promise<void>;
}

interface Start {
  name: string;
  program: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  /** Matches the line that says where it listens; its group is the port. */
  listening: RegExp;
}

/**
 * Starts a server, and returns once it listens. The program must end with its standard input: so it ends with this process, however
 * this process ends. Throws where it ends before it listens.
 */
export async function startServer({ name, program, args, env, listening }: Start): Promise<StartedServer> {
  const server = startFile(program, args, { env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "inherit"] });
  const stop = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill("SIGKILL");
    await once(server, "exit");
  };
  for await (const line of createInterface(server.stdout)) {
    const port = listening.exec(line)?.[1];
    if (port === undefined) continue;
    return { url: `http://127.0.0.1:${port}`, processorTime: () => processorTimeOf(server.pid), stop };
  }
  await stop();
  throw new Error(`${name} ended before it listened; what it said is above`);
}

/** Linux's clock ticks in a second. */
const ticks = 100;

/** From /proc, as proc(5) describes it: the fields utime and stime, counted behind the program's name, which may have spaces. */
async function processorTimeOf(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, "utf8");
  const [user, system] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13)
    .map(Number);
  return ((user ?? 0) + (system ?? 0)) / ticks;
}
