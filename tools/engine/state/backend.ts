import { mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { project } from "../../setup/bootstrap/folders.mjs";
import { devStack } from "../options.ts";

/** The state of those who chose no place for it: beside everything else of the dev stack. */
export const embeddedState = path.join(project, ".dev/state");

interface Machine {
  env: NodeJS.ProcessEnv;
  loggedIn: boolean;
}

/**
 * The variables by which the engine finds a stack's state and opens its secrets. What a person chose is not overridden;
 * but the dev stack, which has no secrets, stays on this machine and has the empty passphrase unless its backend is chosen.
 */
export function backendVariables(stack: string, { env, loggedIn }: Machine): Record<string, string> {
  const chosen = env["PULUMI_BACKEND_URL"] ?? "";
  const elsewhere = chosen !== "" || (loggedIn && stack !== devStack);
  const passphraseKnown =
    env["PULUMI_CONFIG_PASSPHRASE"] !== undefined || env["PULUMI_CONFIG_PASSPHRASE_FILE"] !== undefined;
  return {
    ...(!elsewhere && {
      PULUMI_BACKEND_URL: pathToFileURL(embeddedState).href,
      // the history keeps the same copy of the state after each run
      PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
    }),
    ...((!passphraseKnown || (stack === devStack && !elsewhere)) && { PULUMI_CONFIG_PASSPHRASE: "" }),
  };
}

const credentials = z.object({ current: z.string().optional() });

/** Whether `pulumi login` was done, or a token says where to go. */
export function isLoggedIn(env: NodeJS.ProcessEnv): boolean {
  if ((env["PULUMI_ACCESS_TOKEN"] ?? "") !== "") return true;
  const home = env["PULUMI_HOME"] ?? path.join(homedir(), ".pulumi");
  try {
    const text = readFileSync(path.join(home, "credentials.json"), "utf8");
    return (credentials.parse(JSON.parse(text)).current ?? "") !== "";
  } catch {
    return false;
  }
}

/** Where the engine finds a stack's state; undefined where somebody is logged in elsewhere. */
export function backendUrl(stack: string, env: NodeJS.ProcessEnv): string | undefined {
  return { ...env, ...backendVariables(stack, { env, loggedIn: isLoggedIn(env) }) }["PULUMI_BACKEND_URL"];
}

/** The engine's environment for a stack, with the embedded state's folder made when it is the one. */
export function backendEnvironment(stack: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const variables = backendVariables(stack, { env, loggedIn: isLoggedIn(env) });
  if (variables["PULUMI_BACKEND_URL"] !== undefined) mkdirSync(embeddedState, { recursive: true });
  return { ...env, ...variables };
}

/** The folder that holds the locks of a file backend's stack; undefined for any other backend. */
export function lockFolder(stack: string, env: NodeJS.ProcessEnv): string | undefined {
  const root = fileBackend(env["PULUMI_BACKEND_URL"] ?? "");
  return root && path.join(root, ".pulumi/locks/organization/cloud-images", stack);
}

/** Where the engine keeps a stack's state in a file backend; undefined for any other backend. */
export function stateFile(stack: string, env: NodeJS.ProcessEnv): string | undefined {
  const root = fileBackend(env["PULUMI_BACKEND_URL"] ?? "");
  return root && path.join(root, ".pulumi/stacks/cloud-images", `${stack}.json`);
}

/** The folder of a backend URL; `file://.` and `file://~` are read as the engine reads them. */
export function fileBackend(url: string): string | undefined {
  if (!url.startsWith("file://")) return undefined;
  const name = decodeURIComponent(url.slice("file://".length).replace(/\?.*$/, ""));
  if (name === "~" || name.startsWith("~/")) return path.join(homedir(), name.slice(1));
  return path.resolve(project, name);
}
