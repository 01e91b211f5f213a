import { addAbortListener } from "node:events";
import type { Readable } from "node:stream";
import { start, type Program } from "./programs/start.ts";

/** A tool with another exit code than 0. */
export class CommandFailure extends Error {
  /** Null when it was killed. */
  readonly status: number | null;
  /** What it wrote to its standard error. */
  readonly output: string;

  constructor(command: Program, status: number | null, killer: string | null, output: string) {
    const how = killer === null ? `ended with status ${status ?? ""}` : `was killed by ${killer}`;
    super(`${command} ${how}${output === "" ? "" : `: ${output}`}`);
    this.name = "CommandFailure";
    this.status = status;
    this.output = output;
  }
}

const mostOutput = 2000;

/**
 * Runs a tool and passes on what it writes. Throws a CommandFailure, a UserError when the tool is not installed, or what
 * `take` throws; the tool is dead by then.
 */
export async function runCommand(
  command: Program,
  args: readonly string[],
  { signal, take }: { signal: AbortSignal; take: (output: Readable) => Promise<void> },
): Promise<void> {
  const child = start(command, args, { stdio: ["ignore", "pipe", "pipe"], signal, killSignal: "SIGKILL" });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output = (output + text).slice(-mostOutput);
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, killer) => {
      if (code === 0) resolve();
      else reject(new CommandFailure(command, code, killer, output.trim()));
    });
  });
  // rejections are awaited below; until then they are nobody's
  ended.catch(() => undefined);
  // a program that it started may outlive it with our pipes open
  const stopped = addAbortListener(signal, () => [child.stdout, child.stderr].forEach((pipe) => pipe.destroy()));
  try {
    await take(child.stdout);
    await ended;
  } catch (error) {
    child.kill("SIGKILL");
    await ended.catch(() => undefined);
    throw signal.aborted ? signal.reason : error;
  } finally {
    stopped[Symbol.dispose]();
  }
}
