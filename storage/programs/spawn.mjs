// The only module that starts programs. Upper rooms use start.ts, which reports a missing program as a UserError.
import { spawn } from "node:child_process";
import { elsewhere, remedyFor } from "./packages.mjs";
import { findProgram } from "./search.mjs";

/** @typedef {import("./packages.mjs").Program} Program */
/** @typedef {"pipe" | "ignore" | "inherit" | number} Stdio */
/**
 * @template {Stdio} In
 * @template {Stdio} Out
 * @template {Stdio} Err
 * @typedef {Omit<import("node:child_process").SpawnOptions, "stdio" | "shell"> & {stdio: [In, Out, Err]}} Options
 */
/**
 * @template {Stdio} In
 * @template {Stdio} Out
 * @template {Stdio} Err
 * @typedef {import("node:child_process").ChildProcessByStdio<
 *   In extends "pipe" ? import("node:stream").Writable : null,
 *   Out extends "pipe" ? import("node:stream").Readable : null,
 *   Err extends "pipe" ? import("node:stream").Readable : null>} Started
 */

/** The machine lacks a program. The message says how to get it. */
export class MissingProgram extends Error {
  /** @param {Program} program */
  constructor(program) {
    super(`${program}: not installed, or not on PATH; ${remedy(program)}`);
    this.name = "MissingProgram";
    this.program = program;
    this.remedy = remedy(program);
  }
}

/** @param {Program} program */
function remedy(program) {
  if (program === "go" || program === "pulumi") return elsewhere[program];
  return remedyFor([program], { aptGet: findProgram("apt-get") !== undefined, root: process.getuid?.() === 0 });
}

/**
 * Throws a MissingProgram if the machine lacks it.
 * @param {Program} program
 * @param {NodeJS.ProcessEnv} [env]
 */
export function requireProgram(program, env = process.env) {
  if (findProgram(program, env.PATH ?? "") === undefined) throw new MissingProgram(program);
}

/**
 * Starts a program that the table of packages knows. Throws a MissingProgram.
 * @template {Stdio} In
 * @template {Stdio} Out
 * @template {Stdio} Err
 * @param {Program} program
 * @param {readonly string[]} args
 * @param {Options<In, Out, Err>} options
 */
export function startProgram(program, args, options) {
  requireProgram(program, options.env);
  return startFile(program, args, options);
}

/**
 * Starts a program by its path: Node itself, a script of this project, a download of set-up. Its output is English whatever the
 * user's language, because it is parsed here.
 * @template {Stdio} In
 * @template {Stdio} Out
 * @template {Stdio} Err
 * @param {string} file
 * @param {readonly string[]} args
 * @param {Options<In, Out, Err>} options
 */
export function startFile(file, args, options) {
  const env = { ...(options.env ?? process.env), LC_ALL: "C.UTF-8" };
  return /** @type {Started<In, Out, Err>} */ (spawn(file, args, { ...options, env }));
}
