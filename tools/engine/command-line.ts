/** The engine's options with a value that may precede its verb: its own, and those of `destroy`. */
const withValue = new Set([
  ...["-s", "--stack", "-C", "--cwd", "--color", "-v", "--verbose", "--tracing", "--profiling", "--memprofilerate"],
  ...["--otel-traces", "-m", "--message", "-p", "--parallel", "-t", "--target", "-x", "--exclude", "-c", "--config"],
  ...["--config-file", "--override-env"],
]);

/** The engine's verb: the first argument that is neither an option nor an option's value. */
export function verbIn(args: readonly string[]): string | undefined {
  return args.find((arg, index) => !arg.startsWith("-") && !withValue.has(args[index - 1] ?? ""));
}

/** The stack in a command line for the engine, without its organisation: as the engine reads it, the last one counts. */
export function stackIn(args: readonly string[]): string | undefined {
  const named = args.flatMap((arg, index) => {
    if (isStackOption(args[index - 1])) return [arg];
    return /^(?:--stack=|-s=?)(.+)$/.exec(arg)?.[1] ?? [];
  });
  return named.at(-1)?.split("/").at(-1);
}

const isStackOption = (arg: string | undefined): boolean => arg === "-s" || arg === "--stack";

/** Whether a command line is about a stack of this name, which `stack init` and its like take without an option. */
export const isAbout = (stack: string, args: readonly string[]): boolean =>
  (stackIn(args) ?? args.find((arg) => arg === stack)) === stack;
