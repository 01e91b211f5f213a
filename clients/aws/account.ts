import http from "node:http";
import https from "node:https";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { SSMClient } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { agentProxies } from "../agent-proxies.ts";
import { UserError } from "../../images/model/errors.ts";
import type { EbsAccess } from "./ebs/ebs.ts";
import type { EbsLimits } from "./ebs/limits.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { answered, isUnreachable } from "./refusal.ts";

/** Whose credentials are used: those of a profile, or by AWS's usual chain. */
export interface Login {
  profile: string | null;
  /** The region whose STS is asked whose credentials these are. */
  home: string;
  /** Regions to ask if that one does not answer. */
  others?: readonly string[];
}

export interface ConnectOptions {
  limits?: Partial<Limits>;
  ebsLimits?: Partial<EbsLimits>;
  /** For tests: the address of all services and regions. Default: AWS_ENDPOINT_URL, or AWS itself. */
  endpoint?: string;
  /** For tests: replaces the chain. */
  credentials?: { accessKeyId: string; secretAccessKey: string };
  /** Ends every call: the signal of the process. */
  signal?: AbortSignal;
}

/** One region of one account, by a client per service. Where an id goes, its region goes too (elemental-toolkit#447). */
export interface Region {
  name: string;
  account: string;
  limits: Limits;
  ec2: EC2Client;
  ebs: EbsAccess;
  ssm: SSMClient;
  quotas: ServiceQuotasClient;
}

/** An account that its credentials were proved to belong to. */
export class Account {
  readonly id: string;
  readonly limits: Limits;
  readonly #settings: ClientSettings;
  readonly #ebsLimits: Partial<EbsLimits>;
  readonly #regions = new Map<string, Region>();

  constructor(id: string, settings: ClientSettings, limits: Limits, ebsLimits: Partial<EbsLimits>) {
    this.id = id;
    this.limits = limits;
    this.#settings = settings;
    this.#ebsLimits = ebsLimits;
  }

  region(name: string): Region {
    const known = this.#regions.get(name);
    if (known !== undefined) return known;
    const settings = { ...this.#settings, region: name };
    const { credentials, endpoint } = settings;
    const region = {
      name,
      account: this.id,
      limits: this.limits,
      ec2: new EC2Client(settings),
      ebs: {
        region: name,
        credentials,
        ...(endpoint !== undefined && { endpoint }),
        limits: this.#ebsLimits,
      },
      ssm: new SSMClient(settings),
      quotas: new ServiceQuotasClient(settings),
    };
    this.#regions.set(name, region);
    return region;
  }

  close(): void {
    for (const { ec2, ssm, quotas } of this.#regions.values())
      for (const client of [ec2, ssm, quotas]) client.destroy();
    const { httpAgent, httpsAgent } = this.#settings.requestHandler;
    httpAgent.destroy();
    httpsAgent.destroy();
  }
}

/**
 * The account of the login's credentials. GetCallerIdentity is the one call that is made to an account whose number is not known
 * to be right; the caller compares it before any other.
 */
export async function connect(login: Login, options: ConnectOptions = {}): Promise<Account> {
  const limits = { ...defaultLimits, ...options.limits };
  const settings = settingsOf(login, limits, options);
  const { id, credentials } = await whereAnswered([login.home, ...(login.others ?? [])], (region) =>
    identityIn(region, settings, options.signal),
  );
  return new Account(id, { ...settings, credentials }, limits, options.ebsLimits ?? {});
}

async function identityIn(region: string, settings: ReturnType<typeof settingsOf>, signal?: AbortSignal) {
  const sts = new STSClient({ ...settings, region });
  const asked = sts.send(new GetCallerIdentityCommand({}), signal === undefined ? {} : { abortSignal: signal });
  const { Account: id } = await answered(`${region}: GetCallerIdentity`, asked, signal);
  if (id === undefined) throw new Error("GetCallerIdentity answered without an account");
  // one chain of credentials for all regions and services, which renews itself
  return { id, credentials: sts.config.credentials };
}

/** An account counts as down when this many regions do not answer. */
const mostAsked = 3;

/** Asks one region after the other about the whole account. Returns the first answer. */
export async function whereAnswered<Answer>(
  regions: readonly string[],
  ask: (region: string) => Promise<Answer>,
): Promise<Answer> {
  let first: unknown;
  for (const region of [...new Set(regions)].slice(0, mostAsked)) {
    try {
      return await ask(region);
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      first ??= error;
    }
  }
  throw first;
}

/** As `connect`; throws a UserError where the credentials are of another account. */
export async function connectTo(account: string, login: Login, options: ConnectOptions = {}): Promise<Account> {
  const found = await connect(login, options);
  if (found.id === account) return found;
  found.close();
  throw new UserError({
    where: `AWS account of ${login.profile === null ? "the credentials" : `the profile ${login.profile}`}`,
    value: found.id,
    expected: `${account}, as cloud-images:targets.aws.account says`,
    remedy: "use the credentials of that account; no call but GetCallerIdentity was made",
  });
}

type ClientSettings = Omit<ReturnType<typeof settingsOf>, "credentials"> & Pick<EbsAccess, "credentials">;

function settingsOf({ profile }: Login, limits: Limits, { endpoint, credentials }: ConnectOptions) {
  const agent = { keepAlive: true, maxSockets: 64, ...agentProxies() };
  return {
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
    ...(profile !== null && { profile }),
    maxAttempts: limits.tries,
    requestHandler: {
      connectionTimeout: limits.connect,
      requestTimeout: limits.answer,
      throwOnRequestTimeout: true,
      httpAgent: new http.Agent(agent),
      httpsAgent: new https.Agent(agent),
    },
  };
}
