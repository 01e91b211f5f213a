import { once } from "node:events";
import { createInterface } from "node:readline";
import { startFile } from "../../storage/programs/spawn.mjs";

/** A program that serves on loopback until a test stops it. */
export interface StartedServer {
  url: string;
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
    if (port !== undefined) return { url: `http://127.0.0.1:${port}`, stop };
  }
  await stop();
  throw new Error(`${name} ended before it listened; what it said is above`);
}
