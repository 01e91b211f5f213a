/** The machine lacks something, or something that set-up ran failed: told in words, without a stack trace. */
export class SetupError extends Error {
  override readonly name = "SetupError";
}

/** The command line is wrong: exit code 2. */
export class WrongUse extends Error {
  override readonly name = "WrongUse";
}
