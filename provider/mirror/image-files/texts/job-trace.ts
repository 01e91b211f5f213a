import { setTimeout as pauseFor } from "node:timers/promises";
import { mostBytes } from "../../../../images/tree/files.ts";
import { codeOf } from "../../../../storage/files/fault.ts";

/** How long an image may wait for its log, and how much of it there may be. */
export interface TraceLimits {
  bytes: number;
  /** Milliseconds without a byte. */
  silence: number;
  /** Milliseconds for everything, pauses too. */
  total: number;
  /** Milliseconds before each further attempt. */
  pauses: readonly number[];
}

const usualLimits: TraceLimits = { bytes: mostBytes.log, silence: 10_000, total: 60_000, pauses: [500, 2000] };

interface Request {
  /** Sent only to the configured GitLab, never to a host that it redirects to. */
  token: string | undefined;
  /** Aborted when the image that the log is for is no longer made. */
  signal: AbortSignal;
  limits?: TraceLimits;
}

/** A log, or why there is none, for people. */
export type Trace = { bytes: Uint8Array } | { failure: string };

type Answer = Trace & {
  /** The least milliseconds before another attempt can succeed; undefined if none can. */
  again?: number;
};

/** Fetches a job's log. Never throws for a fault of the network or the server. */
export async function fetchTrace(url: URL, { token, signal, limits = usualLimits }: Request): Promise<Trace> {
  const late = AbortSignal.timeout(limits.total);
  const attempt: Attempt = { url, token, limits, signal: AbortSignal.any([signal, late]) };
  let answer = await ask(attempt);
  for (const pause of limits.pauses) {
    if (answer.again === undefined || !(await isOver(Math.max(pause, answer.again), attempt.signal))) break;
    answer = await ask(attempt);
  }
  if ("bytes" in answer) return { bytes: answer.bytes };
  return { failure: late.aborted ? `${url.host} took more than ${limits.total / 1000} s` : answer.failure };
}

/** Whether the pause was not aborted. */
const isOver = (milliseconds: number, signal: AbortSignal): Promise<boolean> =>
  pauseFor(milliseconds, true, { signal }).catch(() => false);

interface Attempt {
  url: URL;
  token: string | undefined;
  limits: TraceLimits;
  signal: AbortSignal;
}

async function ask({ url, token, limits, signal }: Attempt): Promise<Answer> {
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(), limits.silence);
  try {
    const response = await follow(url, token, AbortSignal.any([signal, silent.signal]));
    return await take(response, { host: url.host, limits, heard: () => timer.refresh() });
  } catch (error) {
    if (silent.signal.aborted) return { failure: `${url.host} was silent for ${limits.silence / 1000} s` };
    const reason = codeOf(error instanceof Error ? (error.cause ?? error) : error) ?? "cut off";
    return { failure: `${url.host} could not be read (${reason})`, again: 0 };
  } finally {
    clearTimeout(timer);
  }
}

const mostRedirects = 3;

/** GitLab hands old logs over to the store that it keeps them in. The token stays with GitLab. */
async function follow(url: URL, token: string | undefined, signal: AbortSignal): Promise<Response> {
  let at = url;
  for (let redirects = 0; ; redirects += 1) {
    const headers = token !== undefined && at.origin === url.origin ? { authorization: `Bearer ${token}` } : undefined;
    const response = await fetch(at.href, { redirect: "manual", signal, ...(headers && { headers }) });
    const next = redirectOf(response, at);
    if (next === null || redirects === mostRedirects) return response;
    await response.body?.cancel();
    at = next;
  }
}

/** Never to a scheme that is less safe: what a plain address answers would be published as the log. */
export function redirectOf({ status, headers }: Pick<Response, "status" | "headers">, from: URL): URL | null {
  const location = [301, 302, 303, 307, 308].includes(status) ? headers.get("location") : null;
  const next = location === null ? null : URL.parse(location, from.href);
  return next?.protocol === "https:" || next?.protocol === from.protocol ? next : null;
}

/** A server that asks for a longer wait is not waited for. */
const longestWait = 10;

interface Taking {
  host: string;
  limits: TraceLimits;
  /** To be called for each piece. */
  heard: () => void;
}

async function take(response: Response, { host, limits, heard }: Taking): Promise<Answer> {
  const { status, headers, body } = response;
  if (status !== 200 || headers.get("content-type")?.startsWith("text/html") === true) {
    await body?.cancel();
    const wait = Number(headers.get("retry-after") ?? 0);
    const mayPass = (status === 429 || status >= 500) && wait <= longestWait;
    const what = status === 200 ? "a page instead of a log" : String(status);
    return { failure: `${host} answered ${what}`, ...(mayPass && { again: wait * 1000 }) };
  }
  return body === null ? { bytes: new Uint8Array() } : collect(body, limits, heard);
}

async function collect(body: AsyncIterable<Uint8Array>, limits: TraceLimits, heard: () => void): Promise<Answer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body) {
    heard();
    size += piece.length;
    // leaving the loop ends the connection
    if (size > limits.bytes) return { failure: `the log has more than ${limits.bytes} bytes` };
    pieces.push(piece);
  }
  return { bytes: Buffer.concat(pieces) };
}
