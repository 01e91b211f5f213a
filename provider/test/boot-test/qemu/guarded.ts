/**
 * How a program is started so that it ends with its starter, however that ends: the kernel ends `timeout` with the provider
 * (prctl(2), PR_SET_PDEATHSIG), that ends the program, and so does its own end by a kill. Should the provider die before the
 * kernel was asked for that, the time is over once.
 */
export const guarded = (seconds: number, command: string, args: readonly string[]): [string, string[]] => [
  "setpriv",
  [
    ...["--pdeathsig", "TERM", "timeout", "--kill-after=5", String(seconds)],
    ...["setpriv", "--pdeathsig", "KILL", command, ...args],
  ],
];
