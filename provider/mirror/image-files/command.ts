import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { UserError } from "../../../images/errors.ts";

/** A tool that ended otherwise than with status 0. */
export class CommandFailure extends Error {
  /** What it wrote to its standard error. */
  readonly output: string;

  constructor(command: string, how: string, output: string) {
    super(`${command} ${how}${output === "" ? "" : `: ${output}`}`);
    this.name = "CommandFailure";
    this.output = output;
  }
}

const mostOutput = 2000;

/**
 * Runs a tool and passes on what it writes. Throws a CommandFailure, a UserError when the tool is not installed, or what
 * `take` throws; the tool is dead by then.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  { signal, take }: { signal: AbortSignal; take: (output: Readable) => Promise<void> },
): Promise<void> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], signal, killSignal: "SIGKILL" });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output = (output + text).slice(-mostOutput);
  });
  const ended = new Promise<string | undefined>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, killer) => {
      if (code === 0) resolve(undefined);
      else resolve(killer === null ? `ended with status ${code ?? ""}` : `was killed by ${killer}`);
    });
  });
  // rejections are awaited below; until then they are nobody's
  ended.catch(() => undefined);
  try {
    await take(child.stdout);
  } catch (error) {
    child.kill("SIGKILL");
    await ended.catch(() => undefined);
    throw signal.aborted ? signal.reason : error;
  }
  const how = await ended.catch((error: unknown) => {
    throw isMissing(error) ? notInstalled(command) : error;
  });
  if (how !== undefined) throw new CommandFailure(command, how, output.trim());
}

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

const packages: Readonly<Record<string, string>> = { xz: "xz-utils", "qemu-img": "qemu-utils" };

const notInstalled = (command: string): UserError =>
  new UserError({
    where: command,
    value: "",
    expected: "the tool to be installed",
    remedy: `install Debian's package ${packages[command] ?? command}`,
  });
