import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { readTempest } from "../images/tempest/results.ts";
import { tempestScript } from "../images/tempest/script.ts";
import { replaceFile } from "../storage/atomic.ts";
import { takeValues } from "./engine/options.ts";
import { WrongUse } from "./setup/errors.ts";

/** Minutes for the whole smoke set. */
const patience = 90;

/**
 * `npm run tempest -- --workspace DIR --results DIR`: runs Tempest's smoke set on this machine, against the cloud that the
 * workspace's `etc/tempest.conf` names, and keeps what came of it. Exit code 3 where a test failed.
 */
export async function main(args: string[]): Promise<number> {
  const { values, rest } = takeValues(args, ["--workspace", "--results"]);
  const [workspace, results] = [values.get("--workspace"), values.get("--results")];
  if (workspace === undefined || results === undefined || rest.length > 0)
    throw new WrongUse(
      "tempest: expected --workspace, a folder with etc/tempest.conf, and --results, and nothing else",
    );
  const run = randomBytes(5).toString("hex");
  const told = readTempest(await consoleOf(run, path.resolve(workspace)), run);
  const at = new Date().toISOString();
  const file = path.join(results, "tempest", `${at.replaceAll(/[-:]|\.\d+/g, "")}.json`);
  await mkdir(path.dirname(file), { recursive: true });
  await replaceFile(file, `${JSON.stringify({ at, ...told }, null, 2)}\n`);
  const counts = `${told.passed} passed, ${told.failed.length} failed, ${told.skipped} skipped`;
  console.log([`tempest: ${told.verdict}: ${counts}; kept in ${file}`, ...told.findings].join("\n"));
  return told.verdict === "passed" ? 0 : 3;
}

async function consoleOf(run: string, workspace: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-tempest-"));
  try {
    const [script, console] = [path.join(folder, "run.sh"), path.join(folder, "console")];
    await writeFile(console, "");
    await writeFile(script, tempestScript({ run, console, workspace, seconds: String(patience * 60) }));
    await promisify(execFile)("sh", [script], { timeout: (patience + 10) * 60_000 });
    return await readFile(console, "utf8");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
