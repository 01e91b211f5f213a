import { UserError } from "../../images/model/errors.ts";
import { isOnThisMachine, type Endpoints } from "./endpoints.ts";
import { defaultLimits, type Limits } from "./limits.ts";

/** Who asks Google. */
export interface Login {
  /** The service account's address; null where the credentials are not a service account's, or do not tell. */
  account: string | null;
  /** A token that is good for at least some minutes; throws the signal's reason where that comes first. */
  token(signal: AbortSignal): Promise<string>;
}

/** A token that somebody else fetched, as HashiCorp's provider takes it. */
const tokenVariable = "GOOGLE_OAUTH_ACCESS_TOKEN";
const scope = "https://www.googleapis.com/auth/cloud-platform";

/**
 * Logs in as Google's own tools do: GOOGLE_OAUTH_ACCESS_TOKEN, else the application default credentials (a file, workload identity
 * federation, the machine's service account). Throws a UserError where there are none.
 */
export async function logIn(
  project: string,
  environment: NodeJS.ProcessEnv,
  endpoints: Endpoints,
  { answer }: Pick<Limits, "answer"> = defaultLimits,
): Promise<Login> {
  const given = environment[tokenVariable] ?? "";
  if (given !== "") return { account: null, token: async () => given };
  if (isOnThisMachine(endpoints))
    throw noCredentials(`no ${tokenVariable}`, "a token for tests: real credentials are not sent to this machine");
  // loaded here, so that who uses no Google does not pay for it
  const { GoogleAuth } = await import("google-auth-library");
  // it reads GOOGLE_APPLICATION_CREDENTIALS of the process itself
  // and would ask another of Google's services for the project of federated credentials, if it were not told
  const auth = new GoogleAuth({ scopes: [scope], projectId: project });
  try {
    const inTime = AbortSignal.timeout(answer);
    const client = await unlessAborted(auth.getClient(), inTime);
    const { client_email: account = null } = await unlessAborted(auth.getCredentials(), inTime);
    return {
      account,
      async token(signal) {
        const { token } = await unlessAborted(client.getAccessToken(), signal);
        if (token === null || token === undefined) throw noCredentials("credentials without a token", "a token");
        return token;
      },
    };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw noCredentials(message, "application default credentials that Google accepts");
  }
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

const noCredentials = (value: string, expected: string): UserError =>
  new UserError({
    where: "the credentials for Google Cloud",
    value,
    expected,
    remedy:
      "set GOOGLE_APPLICATION_CREDENTIALS to a file of credentials, or run gcloud auth application-default login; nothing was asked",
  });
