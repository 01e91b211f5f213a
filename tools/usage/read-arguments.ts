import { parseArgs } from "node:util";
import { nearest } from "../../images/config/nearest.ts";
import { WrongUse } from "../setup/errors.ts";
import type { Option, Usage } from "./usage.mjs";

type Parsed<Options extends Readonly<Record<string, Option>>> = ReturnType<
  typeof parseArgs<{ options: Options; allowPositionals: true; tokens: true; strict: true }>
>;

export interface Arguments<Options extends Readonly<Record<string, Option>>> {
  values: Parsed<Options>["values"];
  operands: readonly string[];
  /** The options of another program, to be passed on unchanged. */
  handedOn: readonly string[];
}

/** Reads a command's arguments by its usage. Throws `WrongUse`. */
export function readArguments<const U extends Usage>(
  { options, operands, never = {} }: U,
  args: readonly string[],
): Arguments<U["options"]> {
  const known: U["options"] = options;
  const config = { args: [...args], options: known, allowPositionals: true, tokens: true } as const;
  for (const token of parseArgs({ ...config, strict: false }).tokens) {
    if (token.kind === "option" && !Object.hasOwn(known, token.name))
      throw new WrongUse(unknownOption(token.rawName, never[token.name], Object.keys(known)));
    if (token.kind === "option" && token.value === "")
      throw new WrongUse(`${token.rawName}: expected a value after it`);
    if (token.kind === "option" && isWrongUrl(known[token.name], token.value))
      throw new WrongUse(`${token.rawName} ${JSON.stringify(token.value)}: expected a URL, as https://example.org`);
    if (token.kind === "positional" && operands === undefined)
      throw new WrongUse(`${JSON.stringify(token.value)}: expected no argument without an option`);
  }
  const { values, positionals, tokens } = parseArgs({ ...config, strict: true });
  const handedOn = tokens.flatMap((token) => {
    if (token.kind !== "option" || known[token.name]?.handedOn === undefined) return [];
    return token.value === undefined ? [token.rawName] : [token.rawName, token.value];
  });
  return { values, operands: positionals, handedOn };
}

/** Whether an option of ours takes a URL, and this is none. */
const isWrongUrl = (option: Option | undefined, value = ""): boolean =>
  option?.type === "string" &&
  option.value === "URL" &&
  option.handedOn === undefined &&
  !(/^[a-z][a-z0-9+.-]*:\//i.test(value) && URL.canParse(value));

/** Refuses an option with a value that is given twice, of which only the last would count. Throws `WrongUse`. */
export function refuseRepeated({ options }: Usage, args: readonly string[]): void {
  const seen = new Set<string>();
  for (const token of givenOptions(options, args)) {
    // the program that gets it knows whether it may be repeated
    if (options[token.name]?.handedOn !== undefined || token.value === undefined) continue;
    if (seen.has(token.name)) throw new WrongUse(`${token.rawName} ${token.value}: expected once`);
    seen.add(token.name);
  }
}

/** The options in a command line, known or not. */
export const givenOptions = (options: Usage["options"], args: readonly string[]) =>
  parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true }).tokens.filter(
    (token) => token.kind === "option",
  );

function unknownOption(option: string, reason: string | undefined, known: readonly string[]): string {
  if (reason !== undefined) return `${option}: expected to be left out: ${reason}`;
  const near = nearest(option.replace(/^-+/, ""), known);
  return `${option}: unknown option${near === undefined ? "" : `; did you mean --${near}?`}`;
}
