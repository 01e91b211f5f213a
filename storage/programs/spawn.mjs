// The one place where programs are started. Rooms above use start.ts, which tells a missing one as a user's error.
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

/** A program that the machine lacks: a line that says how it is had. */
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
 * Throws a MissingProgram where the machine lacks it.
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
 * Starts what lies at a known place: Node itself, a script of this project, what set-up fetched. Its words are English,
 * whatever the language of the user: they are read here.
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
