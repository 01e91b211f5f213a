import { z } from "zod";
import { UserError } from "../../images/model/errors.ts";
import { readAnswer } from "./answer.ts";
import { azureCloud, type AzureCloud } from "./cloud.ts";
import { asked, type Answer, type Call } from "./http.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { login, type Login } from "./login.ts";
import { Refusal } from "./refusal.ts";

/** Whom a stack publishes as. */
export interface Account {
  tenant: string;
  subscription: string;
}

/** One subscription, as the identity of the environment. May be shared by everything in a process. */
export interface Session {
  account: Account;
  limits: Limits;
  /** `path` begins behind the subscription: `/resourceGroups/…`. */
  manager(request: ManagerRequest): Promise<Answer>;
  /** The address of a storage account's blobs. */
  blobRoot(storageAccount: string): string;
  /** A request to a storage account; `path` is `/container/blob`. */
  blobs(storageAccount: string, request: BlobRequest): Promise<Answer>;
}

export interface ManagerRequest {
  method: Call["method"];
  path: string;
  apiVersion: string;
  query?: Readonly<Record<string, string>>;
  json?: unknown;
  signal: AbortSignal;
}

export interface BlobRequest {
  method: Call["method"];
  path: string;
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body?: Buffer;
  signal: AbortSignal;
}

export interface SessionOptions {
  environment?: NodeJS.ProcessEnv;
  limits?: Partial<Limits>;
}

/** Of a storage account's REST interface. */
const blobVersion = "2024-11-04";
const blobScope = "https://storage.azure.com/.default";

const subscriptionSchema = z.object({ subscriptionId: z.string(), tenantId: z.string(), state: z.string() });

/**
 * Logs in and looks the subscription up: the first call, and the only one where the identity is not of this tenant and subscription.
 * Throws a UserError then.
 */
export async function connect(
  account: Account,
  signal: AbortSignal,
  { environment = process.env, limits = {} }: SessionOptions = {},
): Promise<Session> {
  const cloud = azureCloud(environment);
  const tenant = environment["AZURE_TENANT_ID"];
  if (tenant !== undefined && tenant !== account.tenant) throw otherTenant(tenant, account);
  const all = { ...defaultLimits, ...limits };
  const session = sessionIn(cloud, account, login(account.tenant, cloud, environment, all), all);
  await lookUp(session, signal);
  return session;
}

function sessionIn(cloud: AzureCloud, account: Account, identity: Login, limits: Limits): Session {
  const withToken = async (scope: string, call: Call): Promise<Answer> =>
    asked(
      { ...call, headers: { ...call.headers, authorization: `Bearer ${await identity.token(scope, call.signal)}` } },
      limits,
    );
  return {
    account,
    limits,
    blobRoot: (storageAccount) => cloud.blobs(storageAccount),
    async manager({ method, path, apiVersion, query = {}, json, signal }) {
      const url = new URL(`${cloud.manager}/subscriptions/${account.subscription}${path}`);
      url.search = new URLSearchParams({ "api-version": apiVersion, ...query }).toString();
      const body = json === undefined ? {} : { body: JSON.stringify(json) };
      const headers = { accept: "application/json", ...(json !== undefined && { "content-type": "application/json" }) };
      return withToken(cloud.managerScope, { method, url, headers, ...body, signal });
    },
    async blobs(storageAccount, { path, query = {}, headers = {}, ...rest }) {
      const url = new URL(`${cloud.blobs(storageAccount)}${path}`);
      url.search = new URLSearchParams(query).toString();
      return withToken(blobScope, { ...rest, url, headers: { "x-ms-version": blobVersion, ...headers } });
    },
  };
}

async function lookUp(session: Session, signal: AbortSignal): Promise<void> {
  const { account } = session;
  const text = await subscriptionText(
    session.manager({ method: "GET", path: "", apiVersion: "2022-12-01", signal }),
    account,
  );
  const found = readAnswer(subscriptionSchema, text, "the subscription");
  const isOurs = found.subscriptionId === account.subscription && found.tenantId === account.tenant;
  if (isOurs && found.state === "Enabled") return;
  throw new UserError({
    where: `Azure: subscription ${account.subscription}`,
    value: `${found.subscriptionId} of tenant ${found.tenantId}, ${found.state}`,
    expected: `an enabled subscription of tenant ${account.tenant}`,
    remedy: "correct tenant and subscription in cloud-images:targets.azure; nothing was changed",
  });
}

async function subscriptionText(answer: Promise<Answer>, { subscription }: Account): Promise<string> {
  try {
    return (await answer).text;
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === null || ![401, 403, 404].includes(error.status)) throw error;
    throw new UserError({
      where: `Azure: subscription ${subscription}`,
      value: error.code,
      expected: "a subscription that the identity of AZURE_CLIENT_ID may read",
      remedy: "use the identity of this channel, or correct cloud-images:targets.azure; nothing was changed",
    });
  }
}

const otherTenant = (found: string, { tenant }: Account): UserError =>
  new UserError({
    where: "AZURE_TENANT_ID",
    value: found,
    expected: `${tenant}, as cloud-images:targets.azure.tenant says`,
    remedy: "use the identity of this channel, or correct the stack's file; nothing was asked",
  });
