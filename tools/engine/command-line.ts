/** Options of the engine's that have a value behind them, and may stand before its verb. */
const withValue = new Set(["-s", "--stack", "-C", "--cwd", "--color", "-v", "--verbose", "--tracing", "--profiling"]);

/** What the engine is to do: the first argument that is neither an option nor the value of one. */
export function verbIn(args: readonly string[]): string | undefined {
  return args.find((arg, index) => !arg.startsWith("-") && !withValue.has(args[index - 1] ?? ""));
}

/** The stack that a command line of the engine's names, without its organisation. */
export function stackIn(args: readonly string[]): string | undefined {
  const joined = args.find((arg) => arg.startsWith("--stack="))?.slice("--stack=".length);
  const apart = args[args.findIndex((arg) => arg === "-s" || arg === "--stack") + 1];
  const isApart = args.some((arg) => arg === "-s" || arg === "--stack");
  return (joined ?? (isApart ? apart : undefined))?.split("/").at(-1);
}
