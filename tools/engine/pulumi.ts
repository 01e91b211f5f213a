import type { ChildProcess } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { writePrivateFile } from "../../storage/files/private-file.ts";
import { start } from "../../storage/programs/start.ts";
import { project } from "../setup/bootstrap/folders.mjs";
import { stackIn } from "./command-line.ts";
import { passSignals } from "./interrupt.ts";
import { outputFilter } from "./output-filter.ts";
import { isShared } from "./state/backend.ts";
import { rememberRun } from "./state/own-runs.ts";

export interface EngineRun {
  ok: boolean;
  /** Somebody stopped it: nothing more is started. */
  interrupted: boolean;
  /** It did nothing, because another run holds the stack's lock. */
  taken: boolean;
  /** Its standard output; empty if that went to the terminal. */
  output: string;
}

/** Runs the engine in the project and shows its output, of a non-interactive run without its noise (output-filter.ts). */
export function showPulumi(args: readonly string[], env: NodeJS.ProcessEnv): Promise<EngineRun> {
  return isSifted(args) ? showSifted(args, env) : run(args, env, "inherit");
}

/** Runs the engine for its standard output; its errors go to the terminal. */
export function askPulumi(args: readonly string[], env: NodeJS.ProcessEnv): Promise<EngineRun> {
  return run(args, env, "pipe");
}

/** Runs the engine without showing anything, for at most `longest` milliseconds. Returns its whole output. */
export async function hearPulumi(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  longest: number,
): Promise<Pick<EngineRun, "ok" | "output">> {
  const child = start("pulumi", args, { cwd: project, env, stdio: ["ignore", "pipe", "pipe"] });
  const forget = remembered(child, env);
  const timer = setTimeout(() => child.kill("SIGKILL"), longest);
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  try {
    const { code, signal } = await ended(child);
    if (signal === null) forget();
    const late = signal === null ? "" : `\nno answer within ${longest / 1000} s`;
    return { ok: code === 0, output: (stripVTControlCharacters(Buffer.concat(chunks).toString()) + late).trim() };
  } finally {
    clearTimeout(timer);
  }
}

/** In a folder, a lock's process is looked for in any case. */
const remembered = ({ pid }: ChildProcess, env: NodeJS.ProcessEnv): (() => void) =>
  pid !== undefined && isShared(env["PULUMI_BACKEND_URL"] ?? "") ? rememberRun(pid, env) : () => undefined;

/** Output for programs is passed on unchanged. */
const isSifted = (args: readonly string[]): boolean =>
  args.includes("--non-interactive") && !args.includes("--json") && !args.includes("-j");

async function showSifted(args: readonly string[], env: NodeJS.ProcessEnv): Promise<EngineRun> {
  const [display, heard] = [outputFilter(), [] as string[]];
  const ran = await run([...args, ...colours(args, env)], env, (line) => {
    heard.push(line);
    for (const shown of display.line(line)) console.log(shown);
  });
  for (const shown of display.end()) console.log(shown);
  if (display.kept() > 0) {
    const file = path.join(project, ".dev/log", `${stackIn(args)?.replace(/[^\w.-]+/g, "_") ?? "engine"}.txt`);
    await writePrivateFile(file, heard.map((line) => `${stripVTControlCharacters(line)}\n`).join(""));
    console.log(`the engine's whole output: ${path.relative(process.cwd(), file)}`);
  }
  return ran;
}

/** The engine writes to a pipe, so it must be told to use colours. */
const colours = (args: readonly string[], { NO_COLOR = "" }: NodeJS.ProcessEnv): string[] =>
  process.stdout.isTTY && NO_COLOR === "" && !args.includes("--color") ? ["--color", "always"] : [];

/** The engine's error if another run holds the stack (pulumi 3.276.0, pkg/backend/diy/lock.go). */
export const refusedByLock = /^error: the stack is currently locked by /;

type Hearer = (line: string) => void;

async function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  output: "inherit" | "pipe" | Hearer,
): Promise<EngineRun> {
  const terminal = process.stdin.isTTY;
  const stdin = terminal ? "inherit" : "ignore";
  const stdout = output === "inherit" ? "inherit" : "pipe";
  const child = start("pulumi", args, { cwd: project, env, stdio: [stdin, stdout, "pipe"] });
  const forget = remembered(child, env);
  const signals = passSignals(child, terminal);
  const chunks: Buffer[] = [];
  const complaints = outputFilter();
  let taken = false;
  const listening = (hear: Hearer): Hearer => {
    return (line) => {
      const plain = stripVTControlCharacters(line);
      signals.hear(plain);
      taken ||= refusedByLock.test(plain);
      hear(line);
    };
  };
  const told = [
    linesOf(
      child.stderr,
      listening((line) => complaints.line(line).forEach((shown) => console.error(shown))),
    ),
  ];
  if (typeof output === "function") told.push(linesOf(child.stdout, listening(output)));
  else child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  try {
    const { code, signal } = await ended(child);
    // a run that was killed may have left its lock
    if (signal === null) forget();
    await Promise.all(told);
    complaints.end().forEach((shown) => console.error(shown));
    const text = Buffer.concat(chunks).toString();
    return { ok: code === 0, interrupted: signals.interrupted() || signal !== null, taken, output: text };
  } finally {
    signals.release();
  }
}

async function linesOf(stream: Readable | null, hear: Hearer): Promise<void> {
  if (stream === null) return;
  for await (const line of createInterface({ input: stream })) hear(line);
}

function ended(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal }));
  });
}
