import { UserError } from "../../images/model/errors.ts";
import { azureCloud, type AzureCloud } from "./cloud.ts";
import { asked, type Answer, type Call } from "./http.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { login, type Login } from "./login.ts";
import { Refusal } from "./refusal.ts";

/** The identity that a stack publishes with. */
interface Account {
  tenant: string;
  subscription: string;
  /** The one that everything is in. */
  resourceGroup: string;
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

interface ManagerRequest {
  method: Call["method"];
  path: string;
  apiVersion: string;
  query?: Readonly<Record<string, string>>;
  json?: unknown;
  signal: AbortSignal;
}

interface BlobRequest {
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

/** The version of a storage account's REST interface. */
const blobVersion = "2024-11-04";
const blobScope = "https://storage.azure.com/.default";

/** The API version of resource groups. */
const groupVersion = "2022-09-01";

/**
 * Logs in and looks the resource group up: the first call, and the only one where the identity is not of this tenant and subscription.
 * Throws a UserError then.
 */
export async function connect(
  account: Account,
  signal: AbortSignal,
  { environment = process.env, limits = {} }: SessionOptions = {},
): Promise<Session> {
  const given = withoutEmpty(environment);
  const cloud = azureCloud(given);
  const tenant = given["AZURE_TENANT_ID"];
  if (tenant !== undefined && tenant !== account.tenant) throw otherTenant(tenant, account);
  const all = { ...defaultLimits, ...limits };
  const loginAs = (client: string | undefined): Login =>
    login({ tenant: account.tenant, client, cloud, environment: given, limits: all });
  const publishing = loginAs(given["AZURE_CLIENT_ID"]);
  const deleting = given["AZURE_DELETE_CLIENT_ID"];
  const session = sessionIn(cloud, account, all, {
    publishing,
    deleting: deleting === undefined ? publishing : loginAs(deleting),
  });
  await lookUp(session, account.resourceGroup, signal);
  return session;
}

/** As Azure's SDKs, which take an empty variable for one that is not set. A CI can hand on a variable that has no value. */
const withoutEmpty = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));

/** Deletions may have an identity of their own, with only that right. */
interface Identities {
  publishing: Login;
  deleting: Login;
}

function sessionIn(cloud: AzureCloud, account: Account, limits: Limits, identities: Identities): Session {
  const withToken = async (scope: string, call: Call): Promise<Answer> => {
    const identity = call.method === "DELETE" ? identities.deleting : identities.publishing;
    return asked(
      { ...call, headers: { ...call.headers, authorization: `Bearer ${await identity.token(scope, call.signal)}` } },
      limits,
    );
  };
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

/** By the resource group: an identity that publishes has rights there, and need not have any on the whole subscription. */
async function lookUp(session: Session, resourceGroup: string, signal: AbortSignal): Promise<void> {
  const { subscription } = session.account;
  const path = `/resourceGroups/${resourceGroup}`;
  try {
    await session.manager({ method: "GET", path, apiVersion: groupVersion, signal });
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === null || ![401, 403, 404].includes(error.status)) throw error;
    throw new UserError({
      where: `Azure: subscription ${subscription}`,
      value: error.code,
      expected: `a subscription of the tenant whose resource group ${resourceGroup} the identity may read`,
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
