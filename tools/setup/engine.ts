import { existsSync } from "node:fs";
import path from "node:path";
import { build, builtFolder, engineModule } from "./engine/build.ts";
import { choose, wanted, type Found } from "./engine/choose.ts";
import { download, downloadedFolder, lastFailure } from "./engine/download.ts";
import { installLauncher, launcherEnvironment } from "./engine/launcher.ts";
import { SetupError } from "./errors.ts";
import { neededGo } from "./go.ts";
import { runFile } from "./bootstrap/progress.mjs";
import { findProgram, isProgram } from "../../storage/programs/search.mjs";

/**
 * The environment of `pulumi`: the engine and this Node come first on PATH, and the engine downloads nothing. Sets the engine up if
 * the machine has none.
 */
export async function engineEnvironment(): Promise<NodeJS.ProcessEnv> {
  const onPath = (process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== "");
  const folders = [...(await engineFolders()), path.dirname(process.execPath), ...onPath];
  return {
    ...process.env,
    ...launcherEnvironment,
    PATH: [...new Set(folders)].join(path.delimiter),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}

/** The folders that must come first on PATH, so that `pulumi` and its language host are found. */
async function engineFolders(): Promise<string[]> {
  const choice = choose(await look(), new Date());
  switch (choice) {
    case "on PATH":
      return [];
    case "downloaded":
      return [downloadedFolder];
    case "built":
      installLauncher(builtFolder);
      return [builtFolder];
    case "download":
    case "build":
      await (choice === "download" ? download() : build());
      return engineFolders();
    case "none":
      throw new SetupError(
        `no Pulumi engine: expected pulumi ${wanted} or newer on PATH with its language host, or access to ` +
          `get.pulumi.com, or Go ${neededGo(engineModule)} or newer to build it; install one of them and start again`,
      );
  }
}

async function look(): Promise<Found> {
  const onPath = await lookOnPath();
  const downloadFailed = lastFailure();
  return {
    ...(onPath && { onPath }),
    ...(downloadFailed && { downloadFailed }),
    downloaded: existsSync(downloadedFolder),
    built: existsSync(builtFolder),
    go: findProgram("go") !== undefined,
  };
}

async function lookOnPath(): Promise<Found["onPath"]> {
  const pulumi = findProgram("pulumi");
  // a command inside another command finds the engine of set-up on PATH, which is not the machine's own
  if (pulumi === undefined || [builtFolder, downloadedFolder].includes(path.dirname(pulumi))) return undefined;
  const host = "pulumi-language-nodejs";
  const { output } = await runFile(pulumi, ["version"], {
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeout: 10_000,
  });
  const languageHost = isProgram(path.join(path.dirname(pulumi), host)) || findProgram(host) !== undefined;
  return { version: output, languageHost };
}
