import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { UserError } from "../../images/model/errors.ts";
import { CommandFailure, runCommand } from "../../storage/command.ts";
import { ifPresent } from "../../storage/files/fault.ts";
import { readAnswer } from "./answer.ts";
import type { AzureCloud } from "./cloud.ts";
import { asked } from "./http.ts";
import type { Limits } from "./limits.ts";

/** A token, and when it ends in milliseconds since 1970. */
interface Token {
  value: string;
  ends: number;
}

/** Gives tokens of one identity in one tenant. They stay in memory. */
export interface Login {
  tenant: string;
  token(scope: string, signal: AbortSignal): Promise<string>;
}

/** A token is renewed this long before it ends, so that it outlives the call that it is used for. */
const renewedBefore = 300_000;

interface LoginOptions {
  tenant: string;
  /** The client's id; without one a person's token is asked of `az`. */
  client: string | undefined;
  cloud: AzureCloud;
  environment: NodeJS.ProcessEnv;
  limits: Limits;
}

/** An identity of the environment, by the variables that Azure's own tools read. */
export function login({ tenant, client, cloud, environment, limits }: LoginOptions): Login {
  const known = new Map<string, Promise<Token>>();
  const ask = async (scope: string, signal: AbortSignal): Promise<Token> => {
    return client === undefined
      ? tokenOfPerson(tenant, scope, cloud, signal)
      : tokenOfClient({ tenant, client, scope, cloud, environment, limits }, signal);
  };
  return {
    tenant,
    async token(scope, signal) {
      const held = known.get(scope);
      const token = await held?.catch(() => undefined);
      if (token !== undefined && token.ends - Date.now() > renewedBefore) return token.value;
      // a second caller waits for the first one's request
      const renewed = known.get(scope);
      const asking = renewed === undefined || renewed === held ? ask(scope, signal) : renewed;
      known.set(scope, asking);
      return (await asking).value;
    },
  };
}

interface Client {
  tenant: string;
  client: string;
  scope: string;
  cloud: AzureCloud;
  environment: NodeJS.ProcessEnv;
  limits: Limits;
}

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

/** OAuth's client credentials: the client proves itself by a token of CI's (RFC 7523), or by a secret. */
async function tokenOfClient(
  { tenant, client, scope, cloud, environment, limits }: Client,
  signal: AbortSignal,
): Promise<Token> {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: client,
    scope,
    ...(await proofOf(environment)),
  });
  const began = Date.now();
  const { text: answer } = await asked(
    {
      method: "POST",
      url: new URL(`${cloud.authority}/${tenant}/oauth2/v2.0/token`),
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: form.toString(),
      signal,
    },
    limits,
  );
  const { access_token, expires_in } = readAnswer(tokenAnswer, answer, "the token endpoint");
  return { value: access_token, ends: began + expires_in * 1000 };
}

/** The file is read each time, because another program renews the token in it. */
async function proofOf(environment: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  const { AZURE_FEDERATED_TOKEN_FILE: file, AZURE_CLIENT_SECRET: secret } = environment;
  if (file !== undefined)
    return {
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: await tokenIn(file),
    };
  if (secret !== undefined) return { client_secret: secret };
  throw new UserError({
    where: "AZURE_CLIENT_ID",
    value: "",
    expected: "AZURE_FEDERATED_TOKEN_FILE, with a token of CI's, or AZURE_CLIENT_SECRET beside it",
    remedy: "set one of them; docs/accounts.md says how CI gets its token",
  });
}

async function tokenIn(file: string): Promise<string> {
  const token = await ifPresent(readFile(file, "utf8"));
  if (token !== undefined) return token.trim();
  throw new UserError({
    where: "AZURE_FEDERATED_TOKEN_FILE",
    value: file,
    expected: "a file with a token of CI's",
    remedy: "see what writes it in this job; docs/accounts.md says how CI gets its token",
  });
}

/** Azure's command has `expires_on` since its version 2.54; Debian 12 has an older one. */
const personAnswer = z.object({
  accessToken: z.string().min(1),
  expires_on: z.number().optional(),
  expiresOn: z.string(),
});
const longestAz = 60_000;

async function tokenOfPerson(tenant: string, scope: string, cloud: AzureCloud, signal: AbortSignal): Promise<Token> {
  // a person's token is never sent to a server of tests
  if (cloud.isLoopback) throw noIdentity();
  let answer = "";
  try {
    await runCommand("az", ["account", "get-access-token", "--scope", scope, "--tenant", tenant, "--output", "json"], {
      signal: AbortSignal.any([signal, AbortSignal.timeout(longestAz)]),
      take: async (output) => {
        answer = await text(output);
      },
    });
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof CommandFailure ? notLoggedIn(error, tenant) : error;
  }
  const { accessToken, expires_on, expiresOn } = readAnswer(personAnswer, answer, "az account get-access-token");
  return { value: accessToken, ends: expires_on === undefined ? Date.parse(expiresOn) : expires_on * 1000 };
}

const notLoggedIn = ({ message }: CommandFailure, tenant: string): UserError =>
  new UserError({
    where: "az account get-access-token",
    value: message,
    expected: `a token of the tenant ${tenant}`,
    remedy: `run az login --tenant ${tenant}, or set AZURE_CLIENT_ID for a client's identity`,
  });

const noIdentity = (): UserError =>
  new UserError({
    where: "AZURE_CLIENT_ID",
    value: "",
    expected: "the id of the client that publishes",
    remedy: "set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_FEDERATED_TOKEN_FILE",
  });
