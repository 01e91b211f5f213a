/** The engine's options with a value that may precede its verb. */
const withValue = new Set(["-s", "--stack", "-C", "--cwd", "--color", "-v", "--verbose", "--tracing", "--profiling"]);

/** The engine's verb: the first argument that is neither an option nor an option's value. */
export function verbIn(args: readonly string[]): string | undefined {
  return args.find((arg, index) => !arg.startsWith("-") && !withValue.has(args[index - 1] ?? ""));
}

/** The stack in a command line for the engine, without its organisation. */
export function stackIn(args: readonly string[]): string | undefined {
  const joined = args.find((arg) => arg.startsWith("--stack="))?.slice("--stack=".length);
  const apart = args[args.findIndex((arg) => arg === "-s" || arg === "--stack") + 1];
  const isApart = args.some((arg) => arg === "-s" || arg === "--stack");
  return (joined ?? (isApart ? apart : undefined))?.split("/").at(-1);
}
