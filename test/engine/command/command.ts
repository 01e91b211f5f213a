import { spawn } from "node:child_process";
import path from "node:path";
import { project } from "../../../tools/setup/bootstrap/folders.mjs";

/** A command's exit code and output. */
export interface Said {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Is called while a program runs, with all that one of its two outputs (stdout, stderr) has said so far. */
export type Hearer = (text: string) => void;

/** Runs a command, `up --stack dev`, as npm runs it for a person. */
export const runCommand = (args: readonly string[], env: NodeJS.ProcessEnv, hear?: Hearer): Promise<Said> =>
  runProgram(process.execPath, [path.join(project, "tools/setup/start.mjs"), ...args], env, hear);

/**
 * Runs a program, in the project's folder unless another is named. Returns when the program ends, even where a kill left children that
 * hold its output: a person would not wait for them either.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  hear: Hearer = () => undefined,
  cwd = project,
): Promise<Said> {
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => hear((stdout += text)));
  child.stderr.setEncoding("utf8").on("data", (text: string) => hear((stderr += text)));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
    child.once("exit", (code) => setImmediate(() => setImmediate(() => resolve(code))));
  });
  child.stdout.destroy();
  child.stderr.destroy();
  return { exitCode, stdout, stderr };
}
