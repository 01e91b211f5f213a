import path from "node:path";
import { devStack } from "../engine/options.ts";
import { readArguments } from "../usage/read-arguments.ts";
import type { Usage } from "../usage/usage.mjs";
import { cloudsOf, withTrial } from "./clouds.ts";
import { configFor, lastArtifacts } from "./config.ts";
import { cloudFolder, devConfigFile } from "./places.ts";

/**
 * Runs a command of the dev stack with the clouds of an earlier `npm run dev -- --with`: its records and its state name what is there.
 * Any other command runs as it is.
 *
 * @param run runs the command with so many further arguments
 */
export async function amongTrial(
  { name, usage, args }: { name: string; usage: Usage; args: readonly string[] },
  run: (further: readonly string[]) => Promise<number>,
): Promise<number> {
  const clouds = isOfDev(usage, args) ? await cloudsOf(undefined, cloudFolder) : [];
  return withTrial(clouds, { folder: cloudFolder, keeps: name === "up" }, async (trial) => {
    if (trial === undefined) return run([]);
    const configFile = await configFor(await lastArtifacts(), trial.targets);
    // as a person would type it, because a preview ends with the command that carries it out
    return run(configFile === null ? [] : ["--config-file", path.relative(process.cwd(), configFile)]);
  });
}

/** Whether a command reads the settings of the dev stack, and no other file than dev's own. */
export function isOfDev(usage: Usage, args: readonly string[]): boolean {
  const { stack, "config-file": configFile } = usage.options;
  if (stack?.default !== devStack || configFile === undefined) return false;
  const { values } = readArguments(usage, args);
  const file = values["config-file"];
  return values["stack"] === devStack && (file === undefined || path.resolve(String(file)) === devConfigFile);
}
