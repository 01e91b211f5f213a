import { setTimeout as sleep } from "node:timers/promises";
import { codeOf } from "../../storage/files/fault.ts";
import type { Limits } from "./limits.ts";

/** The validators that a server sent with a body, for the next request. */
export interface Validators {
  etag: string | null;
  /** As the server wrote it: an HTTP date. */
  lastModified: string | null;
}

export type Answer<Written> =
  | { is: "new"; written: Written; validators: Validators }
  /** The cached copy is still the newest. */
  | { is: "unchanged" }
  /** `reason` is a sentence without its end: "the server answers 503". */
  | { is: "refused"; reason: string };

interface Request<Written> {
  /** The validators of the cached copy; null: there is none. */
  known: Validators | null;
  limits: Limits;
  /** Writes the body; called again when an attempt broke off. */
  write: (chunks: AsyncIterable<Uint8Array>) => Promise<Written>;
}

/** A rejected answer. */
class Fault extends Error {
  /** Whether another attempt may succeed. */
  readonly passing: boolean;

  constructor(message: string, { passing = false } = {}) {
    super(message);
    this.passing = passing;
  }
}

const passingStatus = new Set([429, 500, 502, 503, 504]);
const passingCodes = new Set(["ECONNRESET", "ECONNREFUSED", "EPIPE", "EAI_AGAIN", "UND_ERR_SOCKET"]);

/**
 * Fetches an address within the limits. Whatever is no whole answer is refused, with the reason for people; what `write` throws
 * is thrown.
 */
export async function fetchWithin<Written>(address: string, request: Request<Written>): Promise<Answer<Written>> {
  const { limits } = request;
  const deadline = AbortSignal.timeout(limits.whole);
  for (let left = limits.tries, pause = limits.pause; ; left--, pause *= 2) {
    try {
      return await attempt(address, request, deadline);
    } catch (error) {
      const fault = faultOf(error, limits);
      if (fault === undefined) throw error;
      if (!fault.passing || left <= 1 || deadline.aborted) return { is: "refused", reason: fault.message };
      await sleep(pause, undefined, { signal: deadline }).catch(() => undefined);
    }
  }
}

async function attempt<Written>(
  address: string,
  { known, limits, write }: Request<Written>,
  deadline: AbortSignal,
): Promise<Answer<Written>> {
  const silence = new Silence(limits.silence);
  try {
    const signal = AbortSignal.any([deadline, silence.signal]);
    const response = await fetch(address, { headers: conditions(known), signal });
    refuseUnprotected(address, response.url);
    if (response.status === 304 && known !== null) return { is: "unchanged" };
    const written = await write(wholeBody(response, limits, silence));
    const { headers } = response;
    return {
      is: "new",
      written,
      validators: { etag: headers.get("etag"), lastModified: headers.get("last-modified") },
    };
  } finally {
    silence.end();
  }
}

/** Gives up when no byte arrives for a while. */
class Silence {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(milliseconds: number) {
    const end = () => this.#controller.abort(new Fault(`the server is silent for ${seconds(milliseconds)}`));
    this.#timer = setTimeout(end, milliseconds);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  heard(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

const seconds = (milliseconds: number): string => `${milliseconds / 1000} s`;

function conditions(known: Validators | null): Record<string, string> {
  return {
    ...(known?.etag != null && { "if-none-match": known.etag }),
    ...(known?.lastModified != null && { "if-modified-since": known.lastModified }),
  };
}

/** A redirect from https to http would let anybody on the way answer. */
function refuseUnprotected(asked: string, answered: string): void {
  if (asked.startsWith("https:") && !answered.startsWith("https:"))
    throw new Fault(`the server sends on to ${JSON.stringify(answered)}`);
}

/** The chunks of a body with data, a known end, and a size within the limits; else throws a Fault. */
async function* wholeBody(response: Response, limits: Limits, silence: Silence): AsyncGenerator<Uint8Array> {
  const { status, headers, body } = response;
  if (status !== 200 || body === null) {
    await body?.cancel();
    throw new Fault(`the server answers ${status}`, { passing: passingStatus.has(status) });
  }
  if (headers.get("content-type")?.startsWith("text/html") === true)
    throw new Fault("the server answers with a web page");
  if (!headers.has("content-length") && headers.get("transfer-encoding") !== "chunked")
    throw new Fault("the server does not say where its answer ends");
  const chunks: AsyncIterable<Uint8Array> = body;
  let size = 0;
  for await (const chunk of chunks) {
    silence.heard();
    if (size === 0 && looksLikePage(chunk)) throw new Fault("the server answers with a web page");
    size += chunk.length;
    if (size > limits.bytes) throw new Fault(`the server sends more than ${limits.bytes} bytes`);
    yield chunk;
  }
}

const looksLikePage = (start: Uint8Array): boolean =>
  /^\s*<(!doctype|html|\?xml)/i.test(Buffer.from(start.subarray(0, 64)).toString("latin1"));

/** The fault that an error of `fetch` reports; undefined for an error of another origin. */
function faultOf(error: unknown, limits: Limits): Fault | undefined {
  if (error instanceof Fault) return error;
  if (error instanceof DOMException && error.name === "TimeoutError")
    return new Fault(`no whole answer within ${seconds(limits.whole)}`);
  if (!(error instanceof TypeError)) return undefined;
  if (error.message === "terminated") return new Fault("the answer was cut off", { passing: true });
  if (error.message !== "fetch failed") return undefined;
  const code = codeOf(error.cause) ?? "";
  const reason = code !== "" ? code : error.cause instanceof Error ? error.cause.message : "no answer";
  return new Fault(`the server cannot be reached (${reason})`, { passing: passingCodes.has(code) });
}
