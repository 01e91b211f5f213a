import path from "node:path";
import { pathToFileURL } from "node:url";

/** Modules of the project, each with the module of a test that replaces it. Both paths are relative to the project. */
export type Modules = Readonly<Record<string, string>>;

/** The variable that tells a command which modules are replaced. */
export const modulesVariable = "CLOUD_IMAGES_TEST_MODULES";

const preload = pathToFileURL(path.join(import.meta.dirname, "preload.ts")).href;

/** The variables of a command in which these modules are replaced. */
export const withModules = (modules: Modules): Record<string, string> =>
  Object.keys(modules).length === 0
    ? {}
    : { NODE_OPTIONS: `--import=${preload}`, [modulesVariable]: JSON.stringify(modules) };
