import { startFile } from "../../storage/programs/spawn.mjs";

/** An announcement that surely did not arrive. The message is for people. */
export class NotDelivered extends Error {}

const usualSeconds = 300;
/** Milliseconds for the rest of the program's errors: a process that it left behind may keep the stream open. */
const grace = 1000;

/** Whether an exit status other than 0 says that nothing was sent. */
export type Refuses = (status: number) => boolean;

/** sendmail's rule: it has taken a message, or it ends with another status. */
export const anyStatus: Refuses = () => true;

/**
 * A program of somebody's own may fail after the text went out, so it refuses only by a status that says so: those of sysexits.h (64 to 78),
 * and the shell's for a program that cannot be run (126) or is not there (127).
 */
export const namedStatus: Refuses = (status) => (status >= 64 && status <= 78) || status === 126 || status === 127;

/** Runs a configured program with the text on its standard input. Throws NotDelivered if the program refuses by its exit status. */
export function handTo(
  [program = "", ...args]: readonly string[],
  text: string,
  { env, refuses, mostSeconds = usualSeconds }: { env: NodeJS.ProcessEnv; refuses: Refuses; mostSeconds?: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = startFile(program, args, {
      env,
      stdio: ["pipe", "ignore", "pipe"],
      timeout: mostSeconds * 1000,
      killSignal: "SIGKILL",
    });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (errors = (errors + chunk).slice(-2000)));
    child.once("error", (error) => reject(new NotDelivered(`${program}: ${error.message}`)));
    child.once("exit", (code, killer) => {
      const settle = () => {
        clearTimeout(timer);
        child.stderr.destroy();
        if (code === 0) resolve();
        else if (code !== null) {
          const ended = `${program} ended with status ${code}: ${errors.trim()}`;
          reject(refuses(code) ? new NotDelivered(ended) : new Error(ended));
        } else
          reject(
            new Error(`${program} was killed by ${killer ?? "a signal"}, or took more than ${mostSeconds} seconds`),
          );
      };
      const timer = setTimeout(settle, grace);
      child.once("close", settle);
    });
    // a program that ends before it has read everything says why by its status
    child.stdin.on("error", () => undefined);
    child.stdin.end(text);
  });
}
