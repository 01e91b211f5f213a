import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { start } from "../../storage/programs/start.ts";
import { project } from "../setup/folders.mjs";
import { passSignals } from "./interrupt.ts";

export interface EngineRun {
  ok: boolean;
  /** Somebody stopped it: nothing further is started. */
  interrupted: boolean;
  /** What it wrote on standard output; empty where that went to the terminal. */
  output: string;
}

/** Runs the engine in the project, its display on the terminal. */
export function showPulumi(args: readonly string[], env: NodeJS.ProcessEnv): Promise<EngineRun> {
  return run(args, env, "inherit");
}

/** Runs the engine for what it answers on standard output; its complaints go to the terminal. */
export function askPulumi(args: readonly string[], env: NodeJS.ProcessEnv): Promise<EngineRun> {
  return run(args, env, "pipe");
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv, output: "inherit" | "pipe"): Promise<EngineRun> {
  const terminal = process.stdin.isTTY;
  const stdin = terminal ? "inherit" : "ignore";
  const child = start("pulumi", args, { cwd: project, env, stdio: [stdin, output, "pipe"] });
  const signals = passSignals(child, terminal);
  const chunks: Buffer[] = [];
  passComplaints(child.stderr);
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  try {
    const { code, signal } = await ended(child);
    const text = Buffer.concat(chunks).toString();
    return { ok: code === 0, interrupted: signals.interrupted() || signal !== null, output: text };
  } finally {
    signals.release();
  }
}

/** Advice of the engine's for the steps that are taken here, and a file that is gone by then. */
const advice = /^(Update plan written to|Run `pulumi up --plan=)/;

function passComplaints(stderr: Readable): void {
  createInterface({ input: stderr }).on("line", (line) => {
    if (!advice.test(line)) console.error(line);
  });
}

function ended(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal }));
  });
}
