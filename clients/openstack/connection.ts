import { UserError } from "../../images/model/errors.ts";
import type { Cloud, Service } from "./cloud.ts";
import { readCloud } from "./config/clouds-file.ts";
import { defaultLimits, type Limits } from "./services/limits.ts";
import { Refusal, saidIn, type Call } from "./refusal.ts";
import { pauseOf, until } from "./repeat.ts";
import type { ServiceRequest } from "./request.ts";
import { parseToken, sessionOf, tokenRequest, type Session } from "./session.ts";
import { Broken, Transport } from "./transport.ts";

/** One cloud, as the user that clouds.yaml names. May be shared by everything in a process. */
export interface Connection {
  /** As in clouds.yaml. */
  cloud: string;
  project: { id: string; name: string };
  userId: string;
  limits: Limits;
  /** The answer of a call that succeeded; throws a Refusal, which is a UserError, otherwise. */
  request(service: Service, request: ServiceRequest): Promise<Response>;
  close(): void;
}

export interface ConnectOptions {
  signal?: AbortSignal;
  limits?: Partial<Limits>;
  environment?: NodeJS.ProcessEnv;
}

/** Reads the cloud from clouds.yaml and asks its Keystone for a token; throws a UserError. */
export async function connect(name: string, options: ConnectOptions = {}): Promise<Connection> {
  return connectTo(await readCloud(name, options.environment), options);
}

async function connectTo(cloud: Cloud, { signal, limits }: ConnectOptions = {}): Promise<Connection> {
  const client = new Client(cloud, { ...defaultLimits, ...limits });
  const { project, userId } = await client.session(signal);
  return {
    cloud: cloud.name,
    project,
    userId,
    limits: client.limits,
    request: (service, request) => client.request(service, request),
    close: () => client.close(),
  };
}

/** A token is renewed this long before it expires, so that it outlives the call that it is used for. */
const renewedBefore = 300_000;

class Client {
  readonly limits: Limits;
  readonly #cloud: Cloud;
  readonly #transport: Transport;
  #session: Promise<Session> | undefined;

  constructor(cloud: Cloud, limits: Limits) {
    this.limits = limits;
    this.#cloud = cloud;
    this.#transport = new Transport(cloud.tls);
  }

  close(): void {
    this.#transport.close();
  }

  /** A session that is valid for a while, the same for all who ask at once. */
  async session(signal: AbortSignal | undefined): Promise<Session> {
    const asked = this.#session;
    const known = await asked?.catch(() => undefined);
    if (known !== undefined && known.expires - Date.now() > renewedBefore) return known;
    return this.#insteadOf(asked, signal);
  }

  /** Another session than the given one; a second caller waits for the first one's request. */
  async #renewed(old: Session, signal: AbortSignal | undefined): Promise<Session> {
    const asked = this.#session;
    const known = await asked?.catch(() => undefined);
    return known === undefined || known === old ? this.#insteadOf(asked, signal) : known;
  }

  /** Nothing is awaited between the look and the change, or two would ask for a token. */
  #insteadOf(asked: Promise<Session> | undefined, signal: AbortSignal | undefined): Promise<Session> {
    const session = this.#session === asked ? undefined : this.#session;
    return (this.#session = session ?? this.#authenticate(signal));
  }

  async #authenticate(signal: AbortSignal | undefined): Promise<Session> {
    const call = this.#call("POST", "identity", "/auth/tokens");
    const response = await this.#tries(call, new URL(`${this.#cloud.authUrl}/auth/tokens`), {
      method: "POST",
      path: "/auth/tokens",
      json: tokenRequest(this.#cloud.credentials),
      repeatable: true,
      ...(signal !== undefined && { signal }),
    });
    const token = response.headers.get("x-subject-token");
    const answer = parseToken(await response.json().catch(() => undefined));
    if (token === null || answer === undefined) throw new Refusal(call, response.status, "no token in the answer");
    const session = sessionOf(this.#cloud, token, answer);
    if (session !== undefined) return session;
    throw new UserError({
      where: `cloud ${this.#cloud.name}`,
      value: "",
      expected: "credentials of a project",
      remedy: "name the project in clouds.yaml",
    });
  }

  async request(service: Service, request: ServiceRequest): Promise<Response> {
    const session = await this.session(request.signal);
    try {
      return await this.#asked(service, request, session);
    } catch (error) {
      // the service did not take the call, so any call may be made again
      if (!(error instanceof Refusal) || error.status !== 401) throw error;
      return this.#asked(service, request, await this.#renewed(session, request.signal));
    }
  }

  #asked(service: Service, request: ServiceRequest, { token, roots }: Session): Promise<Response> {
    const root = roots[service];
    if (root === undefined) throw this.#noService(service);
    const url = new URL(`${root}${request.path}`);
    for (const [name, value] of Object.entries(request.query ?? {}))
      for (const one of typeof value === "string" ? [value] : value) url.searchParams.append(name, one);
    const headers = { ...request.headers, "x-auth-token": token };
    return this.#tries(this.#call(request.method, service, request.path), url, { ...request, headers });
  }

  async #tries(call: Call, url: URL, request: ServiceRequest): Promise<Response> {
    for (let tried = 1; ; tried++) {
      try {
        return await this.#once(call, url, request);
      } catch (error) {
        request.signal?.throwIfAborted();
        const pause = pauseOf(error, { request, tried, limits: this.limits });
        if (pause === undefined) throw error instanceof Broken ? new Refusal(call, null, error.message) : error;
        await until(pause, request.signal);
      }
    }
  }

  async #once(
    call: Call,
    url: URL,
    { method, json, headers, body, signal, timeout }: ServiceRequest,
  ): Promise<Response> {
    const bound = timeout ?? this.limits.answer;
    const signals = [signal, bound === 0 ? undefined : AbortSignal.timeout(bound)].filter((one) => one !== undefined);
    const response = await this.#transport.exchange(url, {
      method,
      headers: {
        accept: "application/json",
        ...(json !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      body: json === undefined ? body?.() : Buffer.from(JSON.stringify(json)),
      signal: AbortSignal.any(signals),
      silence: this.limits.silence,
    });
    if (response.ok) return response;
    throw new Refusal(call, response.status, saidIn(await response.text()));
  }

  #call(method: string, service: string, path: string): Call {
    return { cloud: this.#cloud.name, method, service, path };
  }

  #noService(service: Service): UserError {
    const { name, region, interface: kind } = this.#cloud;
    return new UserError({
      where: `cloud ${name}`,
      value: "",
      expected: `a service ${service} in its catalog (${kind}${region === null ? "" : `, region ${region}`})`,
      remedy: "correct region_name or interface in clouds.yaml, or ask the cloud's operators for the service",
    });
  }
}
