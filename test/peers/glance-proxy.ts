import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { close, listen } from "./loopback.ts";

/** What may go wrong between a client and Glance. */
export const glanceFaults = [
  /** The client gets 503. Glance never sees the call. */
  "unavailable",
  /** The connection ends before Glance sees the call. */
  "refused",
  /** The connection ends in the middle of what the client sends. Glance sees half of it. */
  "cut off",
  /** Glance does it, and the connection ends before its answer. */
  "reply lost",
  /** Glance does it, and the client gets 503. */
  "failed after",
  /** Glance does it only after the client has given up. */
  "too late",
  /** Glance does it for somebody else first, and the client gets its second answer. */
  "second",
  /** Glance's answer takes its time. */
  "slow",
  /** The client gets an answer with status 200 that is not Glance's. */
  "garbage",
] as const;

export type GlanceFault = (typeof glanceFaults)[number];

/** Calls to Glance, by what they do. */
export const glanceCalls = {
  list: /^GET .*\/images\?/,
  create: /^POST .*\/images$/,
  upload: /^PUT .*\/file$/,
  read: /^GET .*\/images\/[^/?]+$/,
  change: /^PATCH /,
  delete: /^DELETE /,
} as const;

interface Trouble {
  call: RegExp;
  fault: GlanceFault;
  left: number;
}

const bytesBeforeCut = 1 << 16;

/** A proxy before Glance. It passes every call on, but for the faults that a test wants. */
export class GlanceProxy {
  readonly url: string;
  /** How many calls met a fault. */
  struck = 0;
  /** Milliseconds that an answer takes under the fault `slow`. */
  slowness = 100;
  readonly #behind: string;
  readonly #server: Server;
  readonly #calls: string[] = [];
  #troubles: Trouble[] = [];
  /** Calls that are handed on too late, and may still run. */
  readonly #late = new Set<Promise<void>>();

  private constructor(server: Server, url: string, behind: string) {
    this.url = url;
    this.#behind = behind;
    this.#server = server.on("request", (incoming, response) => {
      this.#pass(incoming, response).catch(() => response.destroy());
    });
  }

  /** @param behind Glance's root, without a version */
  static async start(behind: string): Promise<GlanceProxy> {
    const server = createServer();
    return new GlanceProxy(server, await listen(server), behind);
  }

  /** Has the next `times` calls of a kind meet a fault. */
  trouble(call: RegExp, fault: GlanceFault, times = 1): void {
    this.#troubles.push({ call, fault, left: times });
  }

  /** How many calls of a kind were made, those that met a fault too. */
  count(call: RegExp): number {
    return this.#calls.filter((made) => call.test(made)).length;
  }

  calm(): void {
    this.#troubles = [];
  }

  /** Waits until Glance has done what it was asked too late. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#late);
  }

  end(): Promise<void> {
    return close(this.#server);
  }

  async #pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = this.#strikes(`${incoming.method ?? ""} ${incoming.url ?? ""}`);
    switch (fault) {
      case undefined:
        return this.#forward(incoming, response);
      case "unavailable":
        incoming.resume();
        unavailable(response);
        return;
      case "refused":
        incoming.socket.destroy();
        return;
      case "cut off":
        return this.#cut(incoming);
      case "reply lost":
        await this.#do(incoming);
        incoming.socket.destroy();
        return;
      case "failed after":
        await this.#do(incoming);
        unavailable(response);
        return;
      case "too late":
        return this.#doLate(incoming);
      case "second":
        return this.#doTwice(incoming, response);
      case "slow":
        await new Promise((resolve) => setTimeout(resolve, this.slowness));
        return this.#forward(incoming, response);
      case "garbage":
        incoming.resume();
        response.writeHead(200, { "content-type": "application/json" }).end('{"garbage": [');
        return;
    }
  }

  #strikes(call: string): GlanceFault | undefined {
    this.#calls.push(call);
    const trouble = this.#troubles.find((known) => known.left > 0 && known.call.test(call));
    if (trouble === undefined) return undefined;
    trouble.left -= 1;
    this.struck += 1;
    return trouble.fault;
  }

  async #forward(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.#asked(incoming, incoming);
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    await pipeline(answer, response);
  }

  /** Has Glance do it, and drops its answer. */
  async #do(incoming: IncomingMessage, body: AsyncIterable<Buffer> = incoming): Promise<void> {
    const answer = await this.#asked(incoming, body);
    answer.resume();
    await new Promise((resolve) => answer.once("close", resolve));
  }

  async #doTwice(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) body.push(chunk);
    await this.#do(incoming, streamOf(body));
    const answer = await this.#asked(incoming, streamOf(body));
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    await pipeline(answer, response);
  }

  #doLate(incoming: IncomingMessage): Promise<void> {
    const late = this.#doOnceAlone(incoming);
    this.#late.add(late);
    return late;
  }

  /** Takes the whole call, waits until the client is gone, and only then hands it on. */
  async #doOnceAlone(incoming: IncomingMessage): Promise<void> {
    const body: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) body.push(chunk);
    if (!incoming.socket.destroyed) await new Promise((resolve) => incoming.socket.once("close", resolve));
    await this.#do(incoming, streamOf(body));
  }

  async #cut(incoming: IncomingMessage): Promise<void> {
    const half = this.#request(incoming);
    half.on("error", () => undefined);
    let passed = 0;
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      half.write(chunk);
      passed += chunk.length;
      if (passed >= bytesBeforeCut) break;
    }
    half.destroy();
    incoming.socket.destroy();
  }

  #request(incoming: IncomingMessage): ReturnType<typeof ask> {
    return ask(new URL(`${this.#behind}${incoming.url ?? ""}`), {
      method: incoming.method,
      headers: { ...incoming.headers, host: new URL(this.#behind).host, connection: "close" },
    });
  }

  #asked(incoming: IncomingMessage, body: AsyncIterable<Buffer>): Promise<IncomingMessage> {
    const request = this.#request(incoming);
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      request.once("response", resolve);
      request.once("error", reject);
    });
    pipeline(body, request).catch(() => request.destroy());
    return answered;
  }
}

function unavailable(response: ServerResponse): void {
  response.writeHead(503, { "content-type": "text/html" }).end("<html><body>No server is available.</body></html>");
}

async function* streamOf(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}
