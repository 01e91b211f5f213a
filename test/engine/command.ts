import { spawn } from "node:child_process";
import path from "node:path";
import { project } from "../../tools/setup/folders.mjs";

/** A command's exit code and output. */
export interface Said {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** A person's command line, `up --stack dev`: run as npm runs it. */
export const runCommand = (args: readonly string[], env: NodeJS.ProcessEnv): Promise<Said> =>
  runProgram(process.execPath, [path.join(project, "tools/setup/start.mjs"), ...args], env);

/**
 * Runs a program in the project. It is over when the program is, even where a kill left children of it that hold its
 * output: nobody who starts the next command would wait for them.
 */
export async function runProgram(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Said> {
  const child = spawn(program, args, { cwd: project, env, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
    child.once("exit", (code) => setImmediate(() => setImmediate(() => resolve(code))));
  });
  child.stdout.destroy();
  child.stderr.destroy();
  return { exitCode, stdout, stderr };
}
