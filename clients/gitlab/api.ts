import { setTimeout } from "node:timers/promises";
import type { z } from "zod";
import { UserError } from "../../images/model/errors.ts";
import { jsonOrUndefined } from "../../images/model/text/json.ts";
import { bytesOf, whyUnanswered } from "../answer-body.ts";

/** One GitLab. */
export interface Gitlab {
  /** Without a slash at its end. */
  url: string;
  /** Null: as a stranger, who sees public projects. */
  token: string | null;
  /** The token is that of a running job, which GitLab takes in another header. */
  isJobToken?: boolean;
  /** What the token must be allowed, for who has to give another; by default what runners need. */
  rights?: string;
  signal: AbortSignal;
}

export interface Asked {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/api/v4`. */
  path: string;
  json?: Record<string, unknown>;
}

/** Milliseconds for one answer. */
const patience = 30_000;
const tries = 4;
const pause = 1_000;

/** Bytes. A page of a hundred jobs has some 500 kB. */
const largestAnswer = 16 << 20;

interface Answer {
  ok: boolean;
  status: number;
  headers: Headers;
  text: string;
}

/** The answer's JSON as the schema reads it, and its following page; undefined where GitLab says 404. Throws a UserError. */
export async function ask<Schema extends z.ZodType>(
  gitlab: Gitlab,
  asked: Asked,
  schema: Schema,
): Promise<{ answer: z.output<Schema>; nextPage: string | undefined } | undefined> {
  const { ok, status, headers, text } = await answered(gitlab, asked);
  if (status === 404) return undefined;
  if (!ok) throw problem(gitlab, asked, `${status}`, remedyOf(status, gitlab.rights));
  const result = schema.safeParse(status === 204 ? null : jsonOrUndefined(text));
  if (!result.success)
    throw problem(gitlab, asked, "another answer than GitLab's API gives", "see that the URL is a GitLab's");
  return { answer: result.data, nextPage: headers.get("x-next-page") || undefined };
}

/** Asks again where a server is busy or a line broke; not where a lost reply could have made something. */
async function answered(gitlab: Gitlab, asked: Asked): Promise<Answer> {
  const most = asked.method === "POST" ? 1 : tries;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await send(gitlab, asked).catch((error: unknown) => {
      gitlab.signal.throwIfAborted();
      if (attempt >= most)
        throw problem(gitlab, asked, whyUnanswered(error), "see that this machine reaches it, and run again");
    });
    const isBusy = answer !== undefined && (answer.status === 429 || answer.status >= 500);
    if (answer !== undefined && (!isBusy || attempt >= most)) return answer;
    await setTimeout(pause * attempt, undefined, { signal: gitlab.signal });
  }
}

async function send(gitlab: Gitlab, { method, path, json }: Asked): Promise<Answer> {
  const { url, token, isJobToken = false, signal } = gitlab;
  const response = await fetch(`${url}/api/v4${path}`, {
    method,
    headers: {
      ...(token !== null && { [isJobToken ? "job-token" : "private-token"]: token }),
      ...(json !== undefined && { "content-type": "application/json" }),
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
    // a redirect would take the token to another host
    redirect: "error",
    signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
  });
  const { ok, status, headers, body } = response;
  return { ok, status, headers, text: (await bytesOf(body, largestAnswer)).toString() };
}

const runnerRights =
  "give a gitlabToken with the scopes create_runner and manage_runner, of an owner of the group or project";

const remedyOf = (status: number, rights = runnerRights): string =>
  status === 401 || status === 403 ? rights : "run again, or look at GitLab's own status";

const problem = ({ url }: Gitlab, { method, path }: Asked, value: string, remedy: string): UserError =>
  new UserError({ where: `GitLab ${url}: ${method} ${path}`, value, expected: "that it is done", remedy });
