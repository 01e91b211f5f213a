import { setTimeout } from "node:timers/promises";
import { bytesOf, whyUnanswered } from "../answer-body.ts";
import { largestAnswer, type Limits } from "./limits.ts";
import { Refusal, saidIn } from "./refusal.ts";

export interface Call {
  method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  url: URL;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer;
  signal: AbortSignal;
}

/** The answer to a call that succeeded. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/**
 * Makes a call until it is answered with success. Throttling, faults of the service and broken connections are tried again; any
 * other refusal is thrown as a Refusal at once. Every call must be one that may be repeated.
 */
export async function asked(call: Call, limits: Limits): Promise<Answer> {
  for (let tried = 1; ; tried++) {
    const { answer, pause } = await oneTry(call, limits);
    if (answer instanceof Refusal) {
      if (pause === undefined || tried >= limits.tries) throw answer;
      await setTimeout(Math.max(pause, limits.pause * 2 ** (tried - 1)), undefined, { signal: call.signal });
    } else return answer;
  }
}

/** `pause`: the time before the call is made again; undefined: it is not. */
interface Try {
  answer: Answer | Refusal;
  pause: number | undefined;
}

async function oneTry(call: Call, limits: Limits): Promise<Try> {
  const { method, url, headers = {}, body, signal } = call;
  const name = `${method} ${shown(url)}`;
  try {
    const response = await fetch(url, {
      method,
      headers,
      ...(body !== undefined && { body: typeof body === "string" ? body : new Uint8Array(body) }),
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(limits.answer)]),
    });
    const text = (await bytesOf(response.body, largestAnswer)).toString();
    if (response.ok) return { answer: { status: response.status, headers: response.headers, text }, pause: undefined };
    const answer = new Refusal(name, response.status, saidIn(text, response.headers));
    return { answer, pause: pauseOf(response, limits) };
  } catch (error) {
    signal.throwIfAborted();
    return { answer: new Refusal(name, null, { code: "", message: reasonOf(error, limits) }), pause: 0 };
  }
}

/** Without the query: a signature may be in it. */
const shown = ({ host, pathname }: URL): string => `${host}${pathname}`;

function pauseOf({ status, headers }: Response, { longestPause }: Limits): number | undefined {
  if (status !== 429 && status < 500) return undefined;
  const seconds = Number(headers.get("retry-after") ?? 0);
  const wanted = Number.isFinite(seconds) ? seconds * 1000 : 0;
  return wanted > longestPause ? undefined : wanted;
}

function reasonOf(error: unknown, { answer }: Limits): string {
  if (error instanceof DOMException && error.name === "TimeoutError") return `none within ${answer / 1000} s`;
  return whyUnanswered(error);
}
