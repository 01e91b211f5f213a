import { mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { engineHome } from "../../../stacks/engine-home.ts";
import { project } from "../../setup/bootstrap/folders.mjs";
import { devStack } from "../options.ts";

/** Where the state is if nobody chose a backend: with the other files of the dev stack. */
export const embeddedState = path.join(project, ".dev/state");
const embeddedUrl = pathToFileURL(embeddedState).href;

interface Machine {
  env: NodeJS.ProcessEnv;
  /** The backend of `pulumi login`; empty if only the engine knows it, undefined if nobody is logged in. */
  login: string | undefined;
}

/**
 * The variables by which the engine finds a stack's state and decrypts its secrets. A person's choice is not overridden. Without
 * PULUMI_BACKEND_URL the dev stack, which has no secrets, stays on this machine with an empty passphrase, whatever the login.
 */
export function backendVariables(stack: string, { env, login }: Machine): Record<string, string> {
  const chosen = env["PULUMI_BACKEND_URL"] ?? "";
  const loggedIn = login !== undefined && stack !== devStack;
  const elsewhere = chosen !== "" || loggedIn;
  const passphraseKnown =
    env["PULUMI_CONFIG_PASSPHRASE"] !== undefined || env["PULUMI_CONFIG_PASSPHRASE_FILE"] !== undefined;
  return {
    ...(isShared(chosen === "" && loggedIn ? login : chosen) && compressed(env)),
    // this program needs the URL too, for the locks
    ...(chosen === "" && loggedIn && login !== "" && { PULUMI_BACKEND_URL: login }),
    ...(!elsewhere && {
      PULUMI_BACKEND_URL: embeddedUrl,
      // the engine's history has the same copies
      PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
    }),
    ...((!passphraseKnown || (stack === devStack && !elsewhere)) && { PULUMI_CONFIG_PASSPHRASE: "" }),
  };
}

/** Each step of a run writes the whole state: for 3000 images 8 MB, or 1.2 MB with zstd. The engine reads both. */
const compressed = (env: NodeJS.ProcessEnv): Record<string, string> =>
  [env["PULUMI_DIY_BACKEND_ZSTD"], env["PULUMI_DIY_BACKEND_GZIP"]].every((chosen) => chosen === undefined)
    ? { PULUMI_DIY_BACKEND_ZSTD: "true" }
    : {};

/** Whether it is one of the engine's own backends that many machines can share (pulumi 3.276.0, pkg/backend/diy). */
export const isShared = (url: string): boolean => /^(s3|gs|azblob|postgres):\/\//.test(url);

/** Whether the engine takes it for a place of the state. It takes anything else for the address of its maker's service. */
export const isBackend = (url: string): boolean => isShared(url) || /^(file|https?):\/\//.test(url);

/** With the engine's own folder named: an engine that was built with cgo takes the home folder of the password file, whatever HOME is. */
export const atHome = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({ ...env, PULUMI_HOME: engineHome(env) });

const credentials = z.object({ current: z.string().optional() });

/** The backend of `pulumi login`; empty if there is only an access token, undefined if there is neither. */
function loginIn(env: NodeJS.ProcessEnv): string | undefined {
  const token = (env["PULUMI_ACCESS_TOKEN"] ?? "") === "" ? undefined : "";
  try {
    const text = readFileSync(path.join(engineHome(env), "credentials.json"), "utf8");
    return (credentials.parse(JSON.parse(text)).current ?? "") || token;
  } catch {
    return token;
  }
}

/** The URL of the backend with a stack's state; undefined if only the engine knows it. */
export function backendUrl(stack: string, env: NodeJS.ProcessEnv): string | undefined {
  return { ...env, ...backendVariables(stack, { env, login: loginIn(env) }) }["PULUMI_BACKEND_URL"];
}

/** The engine's environment for a stack. Makes the folder of the default backend if that is used. */
export function backendEnvironment(stack: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const variables = backendVariables(stack, { env, login: loginIn(env) });
  if (variables["PULUMI_BACKEND_URL"] === embeddedUrl) mkdirSync(embeddedState, { recursive: true });
  return { ...atHome(env), ...variables };
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
