import { runFile, withProgress } from "./setup/bootstrap/progress.mjs";
import { project } from "./setup/bootstrap/folders.mjs";
import { accounts, installPackages } from "./setup/bootstrap/packages.mjs";
import { check } from "./usage/checking.mjs";
import { readArguments } from "./usage/read-arguments.ts";

const checks = {
  types: ["typescript/bin/tsc"],
  "types of role accounts": ["typescript/bin/tsc", "--project", accounts],
  "lint and import rules": ["eslint/bin/eslint.js", "--max-warnings=0", "."],
  format: ["prettier/bin/prettier.cjs", "--check", "--log-level=warn", "**/*.{ts,js,mjs}"],
};

/** Runs every check and prints the output of those that fail. Returns their names. */
export async function failedChecks(): Promise<string[]> {
  await installPackages(accounts);
  const names = Object.keys(checks).join(", ");
  const results = await withProgress(`checking ${names}`, () =>
    Promise.all(
      Object.entries(checks).map(async ([name, [script, ...args]]) => {
        const result = await runFile(process.execPath, [`${project}/node_modules/${script ?? ""}`, ...args], {
          cwd: project,
        });
        return { name, ...result };
      }),
    ),
  );
  const failed = results.filter(({ ok }) => !ok);
  for (const { name, output } of failed) console.error(`${output}\ncheck failed: ${name}`);
  return failed.map(({ name }) => name);
}

export async function main(args: string[]): Promise<number> {
  readArguments(check, args);
  const failed = await failedChecks();
  return failed.length === 0 ? 0 : 1;
}
