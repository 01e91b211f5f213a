import { readFile } from "node:fs/promises";
import type { AuthClient } from "google-auth-library";
import { z } from "zod";
import { UserError } from "../../images/model/errors.ts";
import { parseJson } from "../../images/model/schema-problems.ts";
import { isOnThisMachine, type Endpoints } from "./endpoints.ts";
import { defaultLimits, type Limits } from "./limits.ts";

/** The identity that calls Google. */
export interface Login {
  /** The service account's address; null where the credentials are not a service account's, or do not tell. */
  account: string | null;
  /** A token that is valid for at least some minutes; throws the signal's reason if it is aborted first. */
  token(signal: AbortSignal): Promise<string>;
}

/** The purpose of the calls: deletions may have an identity of their own. */
export type Task = "publish" | "delete";

interface Variables {
  /** A token that somebody else fetched, as HashiCorp's provider takes it. */
  token: string;
  /** A file of credentials. */
  file: string;
}

const variables: Readonly<Record<Task, Variables>> = {
  publish: { token: "GOOGLE_OAUTH_ACCESS_TOKEN", file: "GOOGLE_APPLICATION_CREDENTIALS" },
  delete: { token: "GOOGLE_DELETE_ACCESS_TOKEN", file: "GOOGLE_DELETE_CREDENTIALS" },
};

/** A file of credentials: a service account's key, or how a token is exchanged for its credentials. */
const keySchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("service_account"), client_email: z.string(), private_key: z.string() }),
  z.looseObject({
    type: z.literal("external_account"),
    audience: z.string(),
    subject_token_type: z.string(),
    token_url: z.string(),
    service_account_impersonation_url: z.string(),
    credential_source: z.object({ file: z.string() }),
  }),
]);

/** Whether deletions have an identity of their own. */
export const hasDeleter = (environment: NodeJS.ProcessEnv): boolean =>
  Object.values(variables.delete).some((name: string) => (environment[name] ?? "") !== "");

const scope = "https://www.googleapis.com/auth/cloud-platform";

/**
 * Logs in as Google's own tools do: GOOGLE_OAUTH_ACCESS_TOKEN, else the application default credentials (a file, workload identity
 * federation, the machine's service account); to delete, by GOOGLE_DELETE_ACCESS_TOKEN or the file GOOGLE_DELETE_CREDENTIALS. Throws a
 * UserError where there are none.
 */
export async function logIn(
  project: string,
  environment: NodeJS.ProcessEnv,
  endpoints: Endpoints,
  { answer }: Pick<Limits, "answer"> = defaultLimits,
  task: Task = "publish",
): Promise<Login> {
  const { token: tokenVariable, file } = variables[task];
  const given = environment[tokenVariable] ?? "";
  if (given !== "") return { account: null, token: async () => given };
  if (isOnThisMachine(endpoints))
    throw noCredentials(
      file,
      `no ${tokenVariable}`,
      "a token for tests: real credentials are not sent to this machine",
    );
  // loaded here, so that commands without Google do not wait for it
  const { GoogleAuth } = await import("google-auth-library");
  // it reads GOOGLE_APPLICATION_CREDENTIALS of the process itself
  // and would ask another of Google's services for the project of federated credentials, if it were not told
  try {
    const client = task === "delete" ? { authClient: await clientIn(environment[file] ?? "", file) } : {};
    const auth = new GoogleAuth({ scopes: [scope], projectId: project, ...client });
    const inTime = AbortSignal.timeout(answer);
    const authorized = await unlessAborted(auth.getClient(), inTime);
    const { client_email: account = null } = await unlessAborted(auth.getCredentials(), inTime);
    return {
      account,
      async token(signal) {
        const { token } = await unlessAborted(authorized.getAccessToken(), signal);
        if (token === null || token === undefined) throw noCredentials(file, "credentials without a token", "a token");
        return token;
      },
    };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw noCredentials(file, message, "credentials that Google accepts");
  }
}

/** The library knows one file, by its own variable; its ways to name another one are deprecated. */
async function clientIn(path: string, variable: string): Promise<AuthClient> {
  const { IdentityPoolClient, JWT } = await import("google-auth-library");
  const remedy = "a service account's key, or the file that ci/identity.sh writes";
  const key = parseJson(keySchema, await readFile(path, "utf8"), { where: variable, remedy });
  if (key.type === "service_account")
    return new JWT({ email: key.client_email, key: key.private_key, scopes: [scope] });
  return new IdentityPoolClient({ ...key, scopes: [scope] });
}

/** The value. The library has no time limits of its own, so what it waits for is left alone when the signal is aborted. */
async function unlessAborted<T>(value: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const end = (): void => reject(signal.reason);
  signal.addEventListener("abort", end, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([value, aborted]);
  } finally {
    signal.removeEventListener("abort", end);
  }
}

const otherwise = (file: string): string =>
  file === variables.delete.file
    ? "unset it: then the identity that publishes deletes"
    : "run gcloud auth application-default login";

const noCredentials = (file: string, value: string, expected: string): UserError =>
  new UserError({
    where: "the credentials for Google Cloud",
    value,
    expected,
    remedy: `set ${file} to a file of credentials, or ${otherwise(file)}; nothing was asked`,
  });
