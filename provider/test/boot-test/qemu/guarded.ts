import { mustBeThere, type Program } from "../../../../storage/programs/start.ts";

/**
 * How a program is started so that it ends with its starter, however that ends: the kernel ends `timeout` with the provider
 * (prctl(2), PR_SET_PDEATHSIG), that ends the program, and so does its own end by a kill. Should the provider die before the
 * kernel was asked for that, the time is over once. Throws a UserError where one of the three is missing.
 */
export function guarded(seconds: number, command: Program, args: readonly string[]): [Program, string[]] {
  mustBeThere("setpriv");
  mustBeThere("timeout");
  mustBeThere(command);
  return [
    "setpriv",
    [
      ...["--pdeathsig", "TERM", "timeout", "--kill-after=5", String(seconds)],
      ...["setpriv", "--pdeathsig", "KILL", command, ...args],
    ],
  ];
}
