import { MissingProgram, requireProgram, startFile } from "../../../storage/programs/spawn.mjs";

const tick = 10_000;
const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/** @param {number} milliseconds */
export function elapsed(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Prints to standard error what is going on, and every ten seconds that it still is. Standard output belongs to the command.
 * @template T
 * @param {string} label
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(label, work) {
  const begun = Date.now();
  console.error(`${label} …`);
  const timer = setInterval(() => console.error(`${label} … ${elapsed(Date.now() - begun)}`), tick);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/**
 * @typedef {{cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number, input?: string}} RunOptions
 * `code`: null if the program did not start, or was killed.
 * @typedef {Promise<{ok: boolean, code: number | null, output: string}>} Ran
 */

/** Milliseconds that a program has to end after its time limit, before it is killed. */
const grace = 2000;

/**
 * Runs a program to its end. Keeps its output to explain a failure. A missing program's message says how to get it. After
 * `timeout`, in milliseconds, stops the program and everything that it started.
 * @param {import("../../../storage/programs/packages.mjs").Program} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Ran}
 */
export async function run(program, args, options = {}) {
  try {
    requireProgram(program, options.env);
  } catch (error) {
    if (error instanceof MissingProgram) return { ok: false, code: null, output: error.message };
    throw error;
  }
  return runFile(program, args, options);
}

/**
 * The same for a program given by its path. `input`: its standard input.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Ran}
 */
export function runFile(file, args, { timeout, input, ...options } = {}) {
  return new Promise((resolve) => {
    const ownGroup = timeout !== undefined;
    const child = startFile(file, args, { ...options, stdio: ["pipe", "pipe", "pipe"], detached: ownGroup });
    // a program that does not read all of its input explains that by its exit code
    child.stdin.on("error", () => undefined).end(input ?? "");
    const chunks = /** @type {Buffer[]} */ ([]);
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => chunks.push(chunk));

    const stop = (/** @type {NodeJS.Signals} */ signal) => {
      try {
        if (child.pid !== undefined) process.kill(ownGroup ? -child.pid : child.pid, signal);
      } catch {
        // it has just ended
      }
    };
    let late = "";
    const timers = ownGroup
      ? [
          setTimeout(() => {
            late = `\nstopped: no end within ${elapsed(timeout)}`;
            stop("SIGTERM");
          }, timeout),
          setTimeout(() => stop("SIGKILL"), timeout + grace),
        ]
      : [];
    const interrupted = (/** @type {NodeJS.Signals} */ signal) => {
      stop("SIGTERM");
      process.exit(signal === "SIGINT" ? 130 : 143);
    };
    for (const signal of signals) process.once(signal, interrupted);
    const done = (/** @type {number | null} */ code, /** @type {string} */ note) => {
      timers.forEach(clearTimeout);
      for (const signal of signals) process.off(signal, interrupted);
      resolve({ ok: code === 0, code, output: (Buffer.concat(chunks).toString() + note).trim() });
    };
    child.on("error", (error) => done(null, error.message));
    child.on("close", (code) => done(code, late));
  });
}

const excerpt = 15;

/**
 * The part in which most programs say why they failed.
 * @param {string} output
 */
export function lastLines(output) {
  return output.split("\n").slice(-excerpt).join("\n");
}

/**
 * The part in which npm says it, before a page of advice.
 * @param {string} output
 */
export function firstLines(output) {
  return output.split("\n").slice(0, excerpt).join("\n");
}
