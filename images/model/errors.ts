import { printable } from "./text/printable.ts";

/** Something wrong with the input, for people: its place, its value, what was expected, and what to do. */
export interface Problem {
  /** The file, configuration key or image that is wrong. */
  where: string;
  /** The value found there, as text; empty when nothing was found. */
  value: string;
  expected: string;
  remedy: string;
}

/** One line of text, even if a value has several lines. */
export function describeProblem({ where, value, expected, remedy }: Problem): string {
  const found = value === "" ? "" : ` is ${JSON.stringify(value)}`;
  return printable(`${where}${found}: expected ${expected}; ${remedy}`);
}

/** A mistake of a user, shown without a stack trace. It holds all problems that were found together. */
export class UserError extends Error {
  readonly problems: readonly Problem[];

  constructor(...problems: Problem[]) {
    super(problems.map(describeProblem).join("\n"));
    this.name = "UserError";
    this.problems = problems;
  }
}
