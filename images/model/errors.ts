import { printable } from "./text/printable.ts";

/** An input error for a person: its place, the value, what was expected, what to do. */
export interface Problem {
  /** The file, configuration key or image that is wrong. */
  where: string;
  /** The value found there, as text; empty when nothing was found. */
  value: string;
  expected: string;
  remedy: string;
}

/** One line, even if a foreign name or value has several. */
export function describeProblem({ where, value, expected, remedy }: Problem): string {
  const found = value === "" ? "" : ` is ${JSON.stringify(value)}`;
  return printable(`${where}${found}: expected ${expected}; ${remedy}`);
}

/** A user's error, shown without a stack trace. Holds all problems that were found together. */
export class UserError extends Error {
  readonly problems: readonly Problem[];

  constructor(...problems: Problem[]) {
    super(problems.map(describeProblem).join("\n"));
    this.name = "UserError";
    this.problems = problems;
  }
}
