import { startFile } from "../../storage/programs/spawn.mjs";

/** An announcement that surely did not arrive. The message is for people. */
export class NotTold extends Error {}

const mostSeconds = 300;
/** Milliseconds for the rest of the program's errors: a process that it left behind may keep the stream open. */
const grace = 1000;

/** Runs a configured program with the text on its standard input. Throws NotTold if the program refuses by its exit status. */
export function handTo(
  [program = "", ...args]: readonly string[],
  text: string,
  env: NodeJS.ProcessEnv,
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
    child.once("error", (error) => reject(new NotTold(`${program}: ${error.message}`)));
    child.once("exit", (code, killer) => {
      const settle = () => {
        clearTimeout(timer);
        child.stderr.destroy();
        if (code === 0) resolve();
        else if (killer === null) reject(new NotTold(`${program} ended with status ${code ?? ""}: ${errors.trim()}`));
        else reject(new Error(`${program} was killed by ${killer}, or took more than ${mostSeconds} seconds`));
      };
      const timer = setTimeout(settle, grace);
      child.once("close", settle);
    });
    // a program that ends before it has read everything says why by its status
    child.stdin.on("error", () => undefined);
    child.stdin.end(text);
  });
}
