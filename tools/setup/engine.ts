import { existsSync } from "node:fs";
import path from "node:path";
import { build, builtFolder, engineModule } from "./engine/build.ts";
import { choose, wanted, type Found } from "./engine/choose.ts";
import { download, downloadedFolder, lastFailure } from "./engine/download.ts";
import { installLauncher, launcherEnvironment } from "./engine/launcher.ts";
import { SetupError } from "./errors.ts";
import { neededGo } from "./go.ts";
import { runFile } from "./bootstrap/progress.mjs";
import { findProgram, foldersOf, isProgram } from "./search-path.ts";

/**
 * The environment in which `pulumi` runs with this project: the engine and our Node first on PATH, and none of the
 * engine's own downloads. Sets the engine up when the machine has none.
 */
export async function engineEnvironment(): Promise<NodeJS.ProcessEnv> {
  const folders = [...(await engineFolders()), path.dirname(process.execPath), ...foldersOf(process.env["PATH"] ?? "")];
  return {
    ...process.env,
    ...launcherEnvironment,
    PATH: [...new Set(folders)].join(path.delimiter),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}

/** What must come first on PATH so that `pulumi` and its language host are found. */
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
  // one that set-up brought is known: a run inside of another finds it on PATH
  if (pulumi === undefined || [builtFolder, downloadedFolder].includes(path.dirname(pulumi))) return undefined;
  const host = "pulumi-language-nodejs";
  const { output } = await runFile(pulumi, ["version"], {
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeout: 10_000,
  });
  const languageHost = isProgram(path.join(path.dirname(pulumi), host)) || findProgram(host) !== undefined;
  return { version: output, languageHost };
}
