// Plain JavaScript without packages: help is printed before anything is installed.

/**
 * An option of a command, in the shape that `parseArgs` of Node reads. `value` is what help calls the value;
 * `handedOn` names the program that is given the option as it is; `writes`: its value is a place that the command writes to.
 * @typedef {{type: "string", value: string, does: string, short?: string, default?: string, handedOn?: string, writes?: "file" | "folder"}} ValueOption
 * @typedef {{type: "boolean", does: string, short?: string, default?: boolean, handedOn?: string}} Flag
 * @typedef {ValueOption | Flag} Option
 */

/**
 * A command's arguments and exit codes. Help prints them, and `readArguments` reads by them. `never` lists options that a
 * person may expect, each with the reason why it does not exist. `all: "handed on"`: all arguments go to another program; only
 * a leading `--help` is ours.
 * @typedef {{
 *   does: string,
 *   options: Readonly<Record<string, Option>>,
 *   operands?: readonly (readonly [name: string, does: string])[],
 *   never?: Readonly<Record<string, string>>,
 *   all?: "handed on",
 *   examples: readonly (readonly [args: string, does: string])[],
 *   exitCodes: Readonly<Record<number, string>>,
 * }} Usage
 */

/**
 * @param {Usage} usage
 * @param {readonly string[]} args
 */
export function asksForHelp(usage, args) {
  const end = usage.all === undefined ? args.indexOf("--") : 1;
  return args.slice(0, end < 0 ? args.length : end).some((arg) => arg === "--help" || arg === "-h");
}

/**
 * @param {string} name
 * @param {Usage} usage
 */
export function helpText(name, { does, options, operands = [], all, examples, exitCodes }) {
  const command = `npm run ${name}`;
  const named = Object.entries(options);
  const own = named.filter(([, { handedOn }]) => handedOn === undefined);
  const receivers = [...new Set(named.flatMap(([, { handedOn }]) => handedOn ?? []))];
  const forms = [
    ...(named.length > 0 ? ["[OPTION…]"] : []),
    ...operands.map(([operand]) => operand),
    ...(all ? ["ARGUMENT…"] : []),
  ];
  return [
    does,
    "",
    `usage: ${[command, ...(forms.length > 0 ? ["--", ...forms] : [])].join(" ")}`,
    ...section("", operands),
    ...section("options:", [...own.map(row), ["-h, --help", "print this, and do nothing"]]),
    ...receivers.flatMap((receiver) =>
      section(`handed on to ${receiver}:`, named.filter(([, { handedOn }]) => handedOn === receiver).map(row)),
    ),
    ...section(
      "examples:",
      examples.map(([args, meaning]) => [args === "" ? command : `${command} -- ${args}`, meaning]),
    ),
    ...section("exit codes:", Object.entries(exitCodes)),
  ].join("\n");
}

/**
 * @param {[string, Option]} entry
 * @returns {[string, string]}
 */
function row([name, option]) {
  const flags = option.short === undefined ? `--${name}` : `-${option.short}, --${name}`;
  const fallback = typeof option.default === "string" ? ` (default: ${option.default})` : "";
  return [option.type === "string" ? `${flags} ${option.value}` : flags, `${option.does}${fallback}`];
}

/**
 * Two columns under a title; nothing where there are no rows.
 * @param {string} title
 * @param {readonly (readonly [string, string])[]} rows
 */
function section(title, rows) {
  if (rows.length === 0) return [];
  const width = Math.max(...rows.map(([left]) => left.length));
  return ["", ...(title === "" ? [] : [title]), ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)];
}
