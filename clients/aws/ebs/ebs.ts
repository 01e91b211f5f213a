import http from "node:http";
import https from "node:https";
import type * as Sdk from "@aws-sdk/client-ebs";
import type { EBSClient, EBSClientConfig } from "@aws-sdk/client-ebs";
import { agentProxies } from "../../agent-proxies.ts";
import { refused } from "./refusal.ts";
import { defaultLimits, type EbsLimits } from "./limits.ts";
import { repeated, type Repetition } from "./retry.ts";

/** The credentials and the region for EBS direct. */
export interface EbsAccess {
  region: string;
  credentials: NonNullable<EBSClientConfig["credentials"]>;
  /** An address other than AWS's own; for tests. */
  endpoint?: string;
  limits?: Partial<EbsLimits>;
}

type EbsCall<Result> = (sdk: typeof Sdk, client: EBSClient, abortSignal: AbortSignal) => Promise<Result>;

/** EBS direct of one region. Its SDK is loaded late. Only this layer repeats calls, and each attempt has a time limit. */
export class Ebs {
  readonly region: string;
  readonly limits: EbsLimits;
  readonly #sdk: typeof Sdk;
  readonly #client: EBSClient;

  private constructor(sdk: typeof Sdk, { region, credentials, endpoint, limits }: EbsAccess) {
    this.#sdk = sdk;
    this.region = region;
    this.limits = { ...defaultLimits, ...limits };
    const agent = { keepAlive: true, maxSockets: this.limits.workers, ...agentProxies() };
    this.#client = new sdk.EBSClient({
      region,
      credentials,
      ...(endpoint !== undefined && { endpoint }),
      maxAttempts: 1,
      requestHandler: {
        connectionTimeout: Math.min(5_000, this.limits.answer),
        httpAgent: new http.Agent(agent),
        httpsAgent: new https.Agent(agent),
      },
    });
  }

  static async open(access: EbsAccess): Promise<Ebs> {
    return new Ebs(await import("@aws-sdk/client-ebs"), access);
  }

  /** Makes a call that may be repeated. */
  async call<Result>(what: string, call: EbsCall<Result>, how: Omit<Repetition, "limits">): Promise<Result> {
    const { signal } = how;
    const { limits } = this;
    const once = (): Promise<Result> =>
      call(this.#sdk, this.#client, AbortSignal.any([signal, AbortSignal.timeout(limits.answer)]));
    try {
      return await repeated(once, { limits, ...how });
    } catch (error) {
      signal.throwIfAborted();
      throw refused(error, `${what} in ${this.region}`);
    }
  }

  close(): void {
    this.#client.destroy();
  }
}
