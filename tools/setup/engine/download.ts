import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cache } from "../bootstrap/folders.mjs";
import { npm } from "../bootstrap/npm.mjs";
import { makeOnce } from "../bootstrap/once.mjs";
import { runFile, withProgress } from "../bootstrap/progress.mjs";

/** The newest release of the npm package pulumi. Go builds the SDK's own version, which is newer (choose.ts). */
const version = "3.265.0";
const patience = 120_000;

const folder = path.join(cache, `pulumi-${version}`);
const failure = `${folder}.failed`;

/** Where the official release has `pulumi` and its language hosts. */
export const downloadedFolder = path.join(folder, "versions", version, "bin");

export function lastFailure(): Date | undefined {
  return statSync(failure, { throwIfNoEntry: false })?.mtime;
}

/** Lets Pulumi's npm package fetch the official release. A failure is remembered, and reported in one line. */
export async function download(): Promise<void> {
  try {
    await makeOnce(folder, (staging) =>
      withProgress(`downloading Pulumi's official release ${version}`, async () => {
        await succeed(npm(["install", "--prefix", staging, `pulumi@${version}`], { cwd: staging }));
        // the launcher takes PULUMI_HOME for the place of its downloads
        const env = { ...process.env, PULUMI_HOME: staging, PULUMI_VERSION: version };
        await succeed(runFile(path.join(staging, "node_modules/.bin/pulumi"), ["version"], { env, timeout: patience }));
      }),
    );
    rmSync(failure, { force: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(`Pulumi's official release ${version} cannot be had here: ${reason}`);
    mkdirSync(cache, { recursive: true });
    writeFileSync(failure, reason);
  }
}

async function succeed(result: ReturnType<typeof runFile>): Promise<void> {
  const { ok, output } = await result;
  if (!ok) throw new Error(output.split("\n").at(-1) ?? "");
}
