import { mustBeThere, type Program } from "../../storage/programs/start.ts";

/**
 * A command line that ends with its starter, however that ends: the kernel signals `timeout` when the provider ends (prctl(2),
 * PR_SET_PDEATHSIG), and `timeout` ends the program, as it does by a kill when the time is over. That limit also covers a
 * provider that dies before the kernel knows of it. Throws a UserError if one of the three programs is missing.
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
