/** How a command ended. */
export interface Ended {
  code: number | null;
  /** Its output on both streams, in order. */
  output: string;
}

/** README's promise about a command. */
export interface Promised {
  code: number;
  /** Lines, or parts of them, that must be in the output. */
  says?: readonly RegExp[];
  /** What must not be in the output. */
  never?: readonly RegExp[];
}

/** Output that no person should see, even after a missing program or a typing error. */
const traces = [
  ["a stack trace", /^\s+at (?:async )?(?:new )?[\w$.<>[\] ]*\(?(?:file:|node:|\/)[^\n]*:\d+:\d+\)?$/m],
  ["a system error in Node's words", /\b(?:ENOENT|EACCES|EPERM|ENOTDIR|EISDIR|ELOOP|MODULE_NOT_FOUND)\b/],
  ["a program that could not be started", /\bspawn(?:Sync)? \S+ E[A-Z]+\b|: (?:command )?not found$/m],
  ["a warning of Node's", /^\(node:\d+\) /m],
] as const;

/** The broken promises of a command; empty if it kept all. */
export function judge({ code, output }: Ended, { code: wanted, says = [], never = [] }: Promised): string[] {
  return [
    ...(code === wanted ? [] : [`exit code ${code ?? "of a kill"}, expected ${wanted}`]),
    ...traces.filter(([, sign]) => sign.test(output)).map(([name]) => `shows ${name}`),
    ...says.filter((line) => !line.test(output)).map((line) => `does not say ${String(line)}`),
    ...never.filter((line) => line.test(output)).map((line) => `says ${String(line)}`),
  ];
}

/** The command in the output that installs missing programs; undefined without one. */
export function lineToType(output: string): string | undefined {
  return /; type: (?:sudo )?(apt-get install [a-z0-9+. -]+)$/m.exec(output)?.[1];
}
