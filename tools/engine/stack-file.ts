import { existsSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../images/model/errors.ts";
import { parseConfig, parseSettings, type PublicationSettings, type Settings } from "../../stacks/config.ts";
import { readStackValues } from "../../stacks/publication/facts/stack-file.ts";
import { project } from "../setup/bootstrap/folders.mjs";

interface StackSource {
  stack: string;
  /** Read instead of `Pulumi.<stack>.yaml`; relative to the project. */
  configFile: string | null;
  /** The backend's URL; undefined if it is not known. */
  backend: string | undefined;
}

/** The settings of a stack of any role. */
export function readAnySettings({ stack, configFile, backend }: StackSource): Settings {
  const file = configFile ?? `Pulumi.${stack}.yaml`;
  return parseSettings(readValues(file, stack), { folder: project, file, backend });
}

/** The settings of a stack that publishes, read from its file without the engine. Throws a UserError. */
export function readSettings({ stack, configFile, backend }: StackSource): PublicationSettings {
  const file = configFile ?? `Pulumi.${stack}.yaml`;
  const values = readValues(file, stack);
  return parseConfig(values, { folder: project, file, backend });
}

/** A stack's role; undefined if its file lacks one, or is wrong. */
export function roleOf(stack: string): Settings["role"] | undefined {
  try {
    return readAnySettings({ stack, configFile: null, backend: undefined }).role;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function readValues(file: string, stack: string): Record<string, unknown> {
  const found = path.resolve(project, file);
  if (existsSync(found)) return readStackValues(found, file);
  throw new UserError({
    where: file,
    value: "missing",
    expected: `the configuration of the stack ${stack}`,
    remedy: "name a stack that has a file with --stack, or a file with --config-file",
  });
}
