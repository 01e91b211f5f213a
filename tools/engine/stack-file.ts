import { readFileSync } from "node:fs";
import path from "node:path";
import { parse, YAMLParseError } from "yaml";
import { z } from "zod";
import { UserError } from "../../images/errors.ts";
import { ownValues, parseConfig, parseSettings, type PublicationSettings, type Settings } from "../../stacks/config.ts";
import { hasCode } from "../../storage/fault.ts";
import { project } from "../setup/folders.mjs";

const schema = z.object({ config: z.record(z.string(), z.unknown()).nullish() }).nullish();

export interface StackSource {
  stack: string;
  /** Read instead of `Pulumi.<stack>.yaml`; relative to the project. */
  configFile: string | null;
  /** The backend's URL, where it is known. */
  backend: string | undefined;
}

/** As `readSettings`, of a stack of any role. */
export function readAnySettings({ stack, configFile, backend }: StackSource): Settings {
  const file = configFile ?? `Pulumi.${stack}.yaml`;
  return parseSettings(ownValues(readStackFile(file, stack)), { folder: project, file, backend });
}

/** The settings of a stack that publishes, as its file has them, without asking the engine. Throws a UserError. */
export function readSettings({ stack, configFile, backend }: StackSource): PublicationSettings {
  const file = configFile ?? `Pulumi.${stack}.yaml`;
  const values = ownValues(readStackFile(file, stack));
  return parseConfig(values, { folder: project, file, backend });
}

/** What a stack is for; undefined where its file does not say it, or is wrong. */
export function roleOf(stack: string): Settings["role"] | undefined {
  try {
    return readAnySettings({ stack, configFile: null, backend: undefined }).role;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function readStackFile(file: string, stack: string): Record<string, unknown> {
  try {
    return schema.parse(parse(readFileSync(path.resolve(project, file), "utf8")))?.config ?? {};
  } catch (error) {
    if (hasCode(error, "ENOENT"))
      throw new UserError({
        where: file,
        value: "missing",
        expected: `the configuration of the stack ${stack}`,
        remedy: "name a stack that has a file with --stack, or a file with --config-file",
      });
    if (error instanceof YAMLParseError || error instanceof z.ZodError)
      throw new UserError({
        where: file,
        value: error instanceof YAMLParseError ? error.message : "",
        expected: "YAML with the stack's keys below config",
        remedy: "correct the file",
      });
    throw error;
  }
}
