import { readFileSync } from "node:fs";
import path from "node:path";
import { SetupError } from "./errors.ts";
import { lastLines, run } from "./bootstrap/progress.mjs";
import { atLeast } from "./bootstrap/versions.mjs";

/** Go's version outside of a module (`go1.24.4`), and whether Go may download a newer one itself (`auto`). */
interface Go {
  version: string;
  toolchain: string;
}

/** The Go version that the module in a folder needs: the line `go` of its go.mod. */
export function neededGo(folder: string): string {
  const [, version] = /^go (\S+)$/m.exec(readFileSync(path.join(folder, "go.mod"), "utf8")) ?? [];
  if (version === undefined)
    throw new SetupError(`${folder}/go.mod: expected a line 'go VERSION'; take it from git again`);
  return version;
}

/** The problem of a Go that is older than needed; undefined for one that is new enough. */
export function judgeGo({ version, toolchain }: Go, needed: string): { old: string; fetches: boolean } | undefined {
  // a release candidate, as go1.27rc1, has no third number
  if (atLeast(version.replace(/^go(\d+\.\d+)(?![.\d])/, "go$1.0"), needed)) return undefined;
  return {
    old: `this is Go ${version.replace(/^go/, "")}, ${needed} is needed`,
    fetches: !/^local$|^$/.test(toolchain),
  };
}

/** How to get that version of Go; Debian's is often older. */
const goAdvice = (needed: string): string => `install Go ${needed} or newer (https://go.dev/dl/) and start again`;

/** Runs `go build` in a folder with a go.mod. Throws a SetupError, which says whether Go is too old. */
export async function buildWithGo(
  what: string,
  folder: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const needed = neededGo(folder);
  const lack = judgeGo(await askGo(), needed);
  if (lack !== undefined && !lack.fetches) throw new SetupError(`${lack.old} to build ${what}; ${goAdvice(needed)}`);
  if (lack !== undefined) console.error(`${lack.old}: Go fetches it`);
  const { ok, output } = await run("go", ["build", ...args], { cwd: folder, env });
  if (ok) return;
  const remedy = lack === undefined ? "" : `${lack.old}, and Go could not fetch it; ${goAdvice(needed)}\n`;
  throw new SetupError(`${remedy}${what} could not be built, Go said\n${lastLines(output)}`);
}

/** Runs in the root folder: inside a module Go would first download the version that the module needs. */
async function askGo(): Promise<Go> {
  const { output } = await run("go", ["env", "GOVERSION", "GOTOOLCHAIN"], { cwd: "/" });
  // Go may print warnings first
  const [version = "", toolchain = ""] = output.split("\n").slice(-2);
  return { version, toolchain };
}
