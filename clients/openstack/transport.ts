import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import type { Readable } from "node:stream";
import { agentProxies } from "../agent-proxies.ts";
import { bytesOf } from "../answer-body.ts";
import type { Tls } from "./cloud.ts";
import { largestAnswer } from "./services/limits.ts";

/** One HTTP exchange over a connection that is kept. Node's own client: `fetch` knows no certificate authority of a cloud's. */
export class Transport {
  readonly #http = new http.Agent({ keepAlive: true, ...agentProxies() });
  readonly #https: https.Agent;

  constructor({ ca, cert, key, verify }: Tls) {
    this.#https = new https.Agent({
      keepAlive: true,
      ...agentProxies(),
      rejectUnauthorized: verify,
      ...(ca !== null && { ca: readFileSync(ca) }),
      ...(cert !== null && { cert: readFileSync(cert) }),
      ...(key !== null && { key: readFileSync(key) }),
    });
  }

  /** The answer, whatever its status, with its body read; throws a Broken where there is no whole one. */
  async exchange(url: URL, { method, headers, body, signal, silence }: Exchange): Promise<Response> {
    const secure = url.protocol === "https:";
    const request = (secure ? https : http).request(url, {
      method,
      headers: { ...headers, ...lengthOf(body) },
      agent: secure ? this.#https : this.#http,
      signal,
      timeout: silence,
    });
    request.on("timeout", () => request.destroy(new Error(`silent for ${silence / 1000} s`)));
    try {
      return await answerOf(request, body);
    } catch (error) {
      request.destroy();
      throw new Broken(error, signal);
    }
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}

export interface Exchange {
  method: string;
  headers: Record<string, string>;
  /** A stream needs `content-length` among the headers. */
  body: Buffer | Readable | undefined;
  signal: AbortSignal;
  /** Milliseconds without a byte in either direction. */
  silence: number;
}

const lengthOf = (body: Exchange["body"]): Record<string, string> =>
  Buffer.isBuffer(body) ? { "content-length": String(body.length) } : {};

/** An exchange without a whole answer. */
export class Broken extends Error {
  /** Whether the call surely never reached the service. */
  readonly unsent: boolean;

  constructor(cause: unknown, signal: AbortSignal) {
    const reason: unknown = signal.aborted ? signal.reason : cause;
    super(reason instanceof Error ? reason.message || reason.name : String(reason), { cause });
    this.unsent = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH/.test(codesOf(cause));
  }
}

/** An AggregateError of several addresses carries its codes inside. */
function codesOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(codesOf).join(" ");
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** A service may answer and close the connection before it has read the whole request; then its answer counts. */
async function answerOf(request: http.ClientRequest, body: Exchange["body"]): Promise<Response> {
  const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
    request.once("response", resolve);
    request.on("error", reject);
  });
  if (body === undefined || Buffer.isBuffer(body)) request.end(body);
  else body.once("error", (error) => request.destroy(error)).pipe(request);
  const answer = await read(await answered);
  if (!request.writableFinished) request.destroy();
  return answer;
}

async function read(message: http.IncomingMessage): Promise<Response> {
  const body = await bytesOf(message, largestAnswer);
  const status = message.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  return new Response([204, 205, 304].includes(status) ? null : body, { status, headers });
}
