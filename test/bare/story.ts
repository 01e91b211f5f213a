import { readdir } from "node:fs/promises";
import path from "node:path";
import { parseVersion } from "../../images/model/version.ts";
import { lineToType, type Ended, type Promised } from "./judge.ts";
import { projectOf, type Machine, type Person } from "./machine.ts";

/** A command line in README, and what README promises of it. */
export interface Step {
  line: readonly string[];
  promised: Promised;
}

/** Runs a line on a person's machine, and returns the result. */
export type Type = (step: Step) => Promise<Ended>;

const npmRun = (command: string, ...args: readonly string[]): string[] => [
  ...["npm", "run", command],
  ...(args.length > 0 ? ["--", ...args] : []),
];

/** Tries README's commands as a person with a fresh clone does. */
export async function tryReadme(type: Type, published: () => Promise<string | undefined>): Promise<void> {
  const well = (line: string[], ...says: RegExp[]) => type({ line, promised: { code: 0, says } });
  await well(npmRun("dev"), /\.dev\/tree/, /npm run explain/);
  await well(npmRun("dev"), /^nothing changed: 1 set\b/m);
  const first = await published();
  await well(npmRun("preview"), /nothing/);
  await well(npmRun("explain"), new RegExp(`current.*${first ?? "a version"}|${first ?? "a version"}.*current`));
  const second = `${new Date().toISOString().slice(0, 10).replaceAll("-", "")}-9999`;
  await well(npmRun("sample", "--version", second), /images in \S+/);
  await well(npmRun("dev"), new RegExp(`^current\\s+${second}\\b`, "m"));
  await well(npmRun("diff", first ?? "none", second, "--stack", "dev"), /\S/);
  await well(npmRun("adopt", "--stack", "dev"), /had a record already/);
}

/** The version in the tree of the stack dev. */
export async function publishedVersion({ root }: Machine, person: Person): Promise<string | undefined> {
  const tree = path.join(root, projectOf(person), ".dev/tree");
  const names = await readdir(tree, { recursive: true }).catch(() => []);
  return names.map((name) => path.basename(name)).find((name) => parseVersion(name) !== undefined);
}

/** Expects that an ordinary user is told, before any long work, which command root must run. Returns that command; undefined where it is not told. */
export async function askWhatIsMissing(type: Type): Promise<string[] | undefined> {
  const says = [/not installed, or not on PATH: .*; type: sudo apt-get install /];
  const { output } = await type({ line: npmRun("dev"), promised: { code: 1, says, never: [/building|downloading/] } });
  return lineToType(output)?.split(" ");
}
