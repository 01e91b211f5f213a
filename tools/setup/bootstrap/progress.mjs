import { MissingProgram, requireProgram, startFile } from "../../../storage/programs/spawn.mjs";

const tick = 10_000;
const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/** @param {number} milliseconds */
export function elapsed(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Says what is going on, on standard error (standard output belongs to the command), and that it still is.
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
 * @typedef {Promise<{ok: boolean, output: string}>} Ran
 */

/**
 * Runs a program to its end. Keeps its output to explain a failure. A missing program's message says how to get it. When a time
 * limit is up, kills the program and everything that it started.
 * @param {import("../../../storage/programs/packages.mjs").Program} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Ran}
 */
export async function run(program, args, options = {}) {
  try {
    requireProgram(program, options.env);
  } catch (error) {
    if (error instanceof MissingProgram) return { ok: false, output: error.message };
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

    const stop = () => {
      if (child.pid !== undefined) process.kill(ownGroup ? -child.pid : child.pid);
    };
    const timer = ownGroup ? setTimeout(stop, timeout) : undefined;
    const interrupted = (/** @type {NodeJS.Signals} */ signal) => {
      stop();
      process.exit(signal === "SIGINT" ? 130 : 143);
    };
    for (const signal of signals) process.once(signal, interrupted);
    const done = (/** @type {boolean} */ ok, /** @type {string} */ note) => {
      clearTimeout(timer);
      for (const signal of signals) process.off(signal, interrupted);
      resolve({ ok, output: (Buffer.concat(chunks).toString() + note).trim() });
    };
    child.on("error", (error) => done(false, error.message));
    child.on("close", (code) => done(code === 0, ""));
  });
}

const excerpt = 15;

/**
 * Where most programs say why they failed.
 * @param {string} output
 */
export function lastLines(output) {
  return output.split("\n").slice(-excerpt).join("\n");
}

/**
 * Where npm says it, before a page of advice.
 * @param {string} output
 */
export function firstLines(output) {
  return output.split("\n").slice(0, excerpt).join("\n");
}
