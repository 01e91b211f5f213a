import { runFile, withProgress } from "./setup/bootstrap/progress.mjs";
import { project } from "./setup/bootstrap/folders.mjs";
import { accounts, installPackages } from "./setup/bootstrap/packages.mjs";
import type { Failure } from "./test/results.ts";
import { check } from "./usage/checking.mjs";
import { readArguments } from "./usage/read-arguments.ts";

/** The file in which a check keeps what it found in files that have not changed since. It goes when the packages are installed anew. */
const known = (name: string): string => `${project}/node_modules/.cache/checks/${name}`;
const incremental = (name: string): string[] => ["--incremental", "--tsBuildInfoFile", known(name)];

// lint keeps nothing: its rules ask for the types of other files, which may have changed
const checks = {
  types: ["typescript/bin/tsc", ...incremental("types")],
  "types of role accounts": ["typescript/bin/tsc", "--project", accounts, ...incremental("types-of-accounts")],
  "lint and import rules": ["eslint/bin/eslint.js", "--max-warnings=0", "."],
  format: [
    ...["prettier/bin/prettier.cjs", "--check", "--log-level=warn", "**/*.{ts,js,mjs}"],
    ...["--cache", "--cache-strategy=content", `--cache-location=${known("format")}`],
  ],
};

export const checkNames = Object.keys(checks).join(", ");

/** Runs every check. Prints the output of one that fails as soon as it ends. */
export async function failedChecks(): Promise<Failure[]> {
  await installPackages(accounts);
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, [script, ...args]]) => {
      const { ok, output } = await runFile(process.execPath, [`${project}/node_modules/${script ?? ""}`, ...args], {
        cwd: project,
      });
      if (!ok) console.error(`${output}\ncheck failed: ${name}`);
      return ok ? [] : [{ name: `check: ${name}`, reason: output }];
    }),
  );
  return results.flat();
}

export async function main(args: string[]): Promise<number> {
  readArguments(check, args);
  const failed = await withProgress(`checking ${checkNames}`, failedChecks);
  return failed.length === 0 ? 0 : 1;
}
