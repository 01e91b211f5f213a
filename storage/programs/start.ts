import { UserError } from "../../images/model/errors.ts";
import type { Program } from "./packages.mjs";
import { MissingProgram, requireProgram, startProgram, type Options, type Started, type Stdio } from "./spawn.mjs";

export type { Program } from "./packages.mjs";

/** Starts a program that the table of packages knows. Throws a UserError if the machine lacks it. */
export function start<In extends Stdio, Out extends Stdio, Err extends Stdio>(
  program: Program,
  args: readonly string[],
  options: Options<In, Out, Err>,
): Started<In, Out, Err> {
  return inWords(() => startProgram(program, args, options));
}

/** Throws a UserError if the machine lacks a program that another program starts. */
export function mustBeThere(program: Program): void {
  inWords(() => requireProgram(program));
}

function inWords<Result>(attempt: () => Result): Result {
  try {
    return attempt();
  } catch (error) {
    if (!(error instanceof MissingProgram)) throw error;
    const { program, remedy } = error;
    throw new UserError({ where: program, value: "", expected: "to be installed, and on PATH", remedy });
  }
}
