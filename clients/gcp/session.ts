import { setTimeout } from "node:timers/promises";
import type { z } from "zod";
import { UserError } from "../../images/model/errors.ts";
import { jsonOrUndefined } from "../../images/model/text/json.ts";
import { bytesOf, whyUnanswered } from "../answer-body.ts";
import { logIn, type Login, type Task } from "./credentials.ts";
import { endpointsIn, type Endpoints, type Service } from "./endpoints.ts";
import { defaultLimits, largestAnswer, type Limits } from "./limits.ts";
import { mayPass, Refusal, saidIn } from "./refusal.ts";

/** One project at Google, and the identities that its calls use. */
export interface Session {
  project: string;
  endpoints: Endpoints;
  login: Login;
  limits: Limits;
}

export interface SessionOptions {
  limits?: Partial<Limits>;
  environment?: NodeJS.ProcessEnv;
  /** Its purpose; default: to publish. */
  task?: Task;
}

/** Asks Google nothing yet, except for credentials that must be exchanged. */
export async function openSession(project: string, options: SessionOptions = {}): Promise<Session> {
  const { limits = {}, environment = process.env, task } = options;
  const endpoints = endpointsIn(environment);
  const all = { ...defaultLimits, ...limits };
  const login = await logIn(project, environment, endpoints, all, task);
  return { project, endpoints, login, limits: all };
}

interface ServiceRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  service: Service;
  /** Below the service's root, with its version. */
  path: string;
  query?: Readonly<Record<string, string>>;
  json?: unknown;
  /** For a call that Google may answer late on purpose. */
  answer?: number;
  signal: AbortSignal;
}

/**
 * The answer in the given shape. A call that may pass is repeated: every call here can be, since Google is told what it must find
 * (a request id, a fingerprint, an etag, a generation), or sets the same again. Throws a Refusal.
 */
export async function ask<Schema extends z.ZodType>(
  session: Session,
  request: ServiceRequest,
  schema: Schema,
): Promise<z.output<Schema>> {
  return repeated(session.limits, request.signal, async () => {
    const { data, error } = schema.safeParse(jsonOrUndefined((await once(session, request)) || "{}"));
    if (error === undefined) return data;
    // somebody else's answer, as a portal's page
    throw refusal(session, request, null, "", `an answer of another shape (${error.issues[0]?.path.join(".") ?? ""})`);
  });
}

/** Repeats the work after faults that may pass, each time after a longer pause. */
export async function repeated<T>(limits: Limits, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (tried >= limits.tries || !(error instanceof Refusal) || !mayPass(error)) throw error;
    }
    await pause(limits.pause * 2 ** (tried - 1) * (1 + Math.random() / 4), signal);
  }
}

export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(milliseconds, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

async function once(session: Session, request: ServiceRequest): Promise<string> {
  const { endpoints, limits } = session;
  const url = new URL(`${endpoints[request.service]}${request.path}`);
  for (const [key, value] of Object.entries(request.query ?? {})) url.searchParams.set(key, value);
  const response = await exchange(session, request, {
    url,
    headers: request.json === undefined ? {} : { "content-type": "application/json" },
    ...(request.json !== undefined && { body: JSON.stringify(request.json) }),
    answer: request.answer ?? limits.answer,
  });
  if (response.ok) return response.text;
  throw refused(session, request, response);
}

interface Exchange {
  url: URL;
  headers: Readonly<Record<string, string>>;
  body?: string | Buffer<ArrayBuffer>;
  answer: number;
}

export interface Answer {
  ok: boolean;
  status: number;
  headers: Headers;
  text: string;
}

type Described = Pick<ServiceRequest, "method" | "service" | "path" | "signal">;

/** The whole answer, whatever its status; throws a Refusal without a status where there is none. */
export async function exchange(
  session: Session,
  request: Described,
  { url, headers, body, answer }: Exchange,
): Promise<Answer> {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(answer)]);
  try {
    const authorization = `Bearer ${await session.login.token(signal)}`;
    const response = await fetch(url, {
      method: request.method,
      headers: { ...headers, authorization },
      ...(body !== undefined && { body }),
      signal,
      redirect: "manual",
    });
    const text = (await bytesOf(response.body, largestAnswer)).toString();
    return { ok: response.ok, status: response.status, headers: response.headers, text };
  } catch (error) {
    request.signal.throwIfAborted();
    if (error instanceof UserError) throw error;
    throw refusal(session, request, null, "", whyUnanswered(error));
  }
}

export function refused(session: Session, request: Described, { status, text }: Pick<Answer, "status" | "text">) {
  const { reason, message } = saidIn(text);
  return refusal(session, request, status, reason, message);
}

export const refusal = (
  { project }: Session,
  { method, service, path }: Described,
  status: number | null,
  reason: string,
  message: string,
): Refusal => new Refusal({ project, method, service, path }, status, { reason, message });
