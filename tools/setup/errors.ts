/** The machine lacks something, or a program of set-up failed. Reported without a stack trace. */
export class SetupError extends Error {
  override readonly name = "SetupError";
}

/** The command line is wrong: exit code 2. */
export class WrongUse extends Error {
  override readonly name = "WrongUse";
}
