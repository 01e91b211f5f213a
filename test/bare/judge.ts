/** How a command ended. */
export interface Ended {
  code: number | null;
  /** What it wrote, on both streams, in order. */
  output: string;
}

/** What README promises of a command. */
export interface Promised {
  code: number;
  /** Lines, or parts of lines, that a person looks for. */
  says?: readonly RegExp[];
  /** What it does not come to. */
  never?: readonly RegExp[];
}

/** What nobody may read who only lacks something, or typed something wrong. */
const traces = [
  ["a stack trace", /^\s+at (?:async )?(?:new )?[\w$.<>[\] ]*\(?(?:file:|node:|\/)[^\n]*:\d+:\d+\)?$/m],
  ["a system error in Node's words", /\b(?:ENOENT|EACCES|EPERM|ENOTDIR|EISDIR|ELOOP|MODULE_NOT_FOUND)\b/],
  ["a program that could not be started", /\bspawn(?:Sync)? \S+ E[A-Z]+\b|: (?:command )?not found$/m],
  ["a warning of Node's", /^\(node:\d+\) /m],
] as const;

/** What is wrong with a command's end; empty where it kept what is promised. */
export function judge({ code, output }: Ended, { code: wanted, says = [], never = [] }: Promised): string[] {
  return [
    ...(code === wanted ? [] : [`exit code ${code ?? "of a kill"}, expected ${wanted}`]),
    ...traces.filter(([, sign]) => sign.test(output)).map(([name]) => `shows ${name}`),
    ...says.filter((line) => !line.test(output)).map((line) => `does not say ${String(line)}`),
    ...never.filter((line) => line.test(output)).map((line) => `says ${String(line)}`),
  ];
}

/** The line that an ordinary user is told to type for the lack of programs; undefined where there is none. */
export function lineToType(output: string): string | undefined {
  return /; type: (?:sudo )?(apt-get install [a-z0-9+. -]+)$/m.exec(output)?.[1];
}
