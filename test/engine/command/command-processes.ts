import { fork, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { z } from "zod";
import { project } from "../../../tools/setup/bootstrap/folders.mjs";
import { modulesVariable } from "../../variants/modules.ts";
import type { Said } from "./command.ts";

/** What a test wants run: the command's arguments and environment, and the word that ends its output. */
export const orderSchema = z.object({
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()),
  end: z.string(),
});
type Order = z.infer<typeof orderSchema>;

/** What the process answers when a command has ended. */
const answerSchema = z.object({ exitCode: z.number() });
const exitCodeSchema = z.number().nullable();
export type Answer = z.infer<typeof answerSchema>;

/** Variables that a process reads only when it starts. */
const readAtStart = ["NODE_OPTIONS", modulesVariable, "HOME", "XDG_CACHE_HOME"];

/** Processes that wait for a command, by those variables. */
const waiting = new Map<string, ChildProcess[]>();

/**
 * Runs a command, `up --stack dev`, in a process that has run others before, where one waits. It is for tests that neither kill a
 * process nor replace a module of the command. Two commands at once have a process each.
 */
export async function runInWaitingProcess(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Said> {
  const start = Object.fromEntries(readAtStart.map((name) => [name, env[name]]));
  const key = JSON.stringify(start);
  const child = nextWaiting(key) ?? begin({ ...process.env, ...start });
  const said = await carryOut(child, args, env);
  if (child.connected) waiting.set(key, [...(waiting.get(key) ?? []), child]);
  return said;
}

/** A process that waits, taken from its list; one that has ended meanwhile is forgotten. */
function nextWaiting(key: string): ChildProcess | undefined {
  const alive = (waiting.get(key) ?? []).filter(({ connected }) => connected);
  const next = alive.pop();
  waiting.set(key, alive);
  return next;
}

function begin(env: NodeJS.ProcessEnv): ChildProcess {
  const file = path.join(import.meta.dirname, "command-process.ts");
  const child = fork(file, [], { cwd: project, env, execArgv: [], stdio: ["ignore", "pipe", "pipe", "ipc"] });
  child.stdout?.setEncoding("utf8");
  child.stderr?.setEncoding("utf8");
  // it ends when the test's process does
  child.unref();
  child.channel?.unref();
  return child;
}

async function carryOut(child: ChildProcess, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Said> {
  const end = randomUUID();
  const outputs = Promise.all([textUntil(end, child.stdout), textUntil(end, child.stderr)]);
  const heard = new AbortController();
  const { signal } = heard;
  const exitCode = Promise.race([
    once(child, "message", { signal }).then(([answer]) => answerSchema.parse(answer).exitCode),
    once(child, "exit", { signal }).then(([code]) => exitCodeSchema.parse(code)),
  ]).finally(() => heard.abort());
  const order: Order = { args: [...args], env: definedIn(env), end };
  // a process that has ended already takes no order: its exit code is the answer
  child.send(order, () => undefined);
  const [stdout, stderr] = await outputs;
  return { exitCode: await exitCode, stdout, stderr };
}

/** What an output says up to the word that ends it, or up to its own end. */
function textUntil(end: string, output: NodeJS.ReadableStream | null): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const hear = (more: string): void => {
      text += more;
      if (text.includes(end)) stop();
    };
    const stop = (): void => {
      output?.off("data", hear).off("close", stop);
      resolve(text.replace(end, ""));
    };
    output?.on("data", hear).once("close", stop);
  });
}

const definedIn = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
