import { setTimeout } from "node:timers/promises";
import type { z } from "zod";
import { UserError } from "../../images/model/errors.ts";

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

/** The answer's JSON as the schema reads it, and its following page; undefined where GitLab says 404. Throws a UserError. */
export async function ask<Schema extends z.ZodType>(
  gitlab: Gitlab,
  asked: Asked,
  schema: Schema,
): Promise<{ answer: z.output<Schema>; nextPage: string | undefined } | undefined> {
  const response = await answered(gitlab, asked);
  if (response.status === 404) return undefined;
  if (!response.ok) throw problem(gitlab, asked, `${response.status}`, remedyOf(response.status, gitlab.rights));
  const body: unknown = response.status === 204 ? null : await response.json().catch(() => undefined);
  const result = schema.safeParse(body);
  if (!result.success)
    throw problem(gitlab, asked, "another answer than GitLab's API gives", "see that the URL is a GitLab's");
  return { answer: result.data, nextPage: response.headers.get("x-next-page") || undefined };
}

/** Asks again where a server is busy or a line broke; not where a lost reply could have made something. */
async function answered(gitlab: Gitlab, asked: Asked): Promise<Response> {
  const most = asked.method === "POST" ? 1 : tries;
  for (let attempt = 1; ; attempt += 1) {
    const response = await send(gitlab, asked).catch((error: unknown) => {
      gitlab.signal.throwIfAborted();
      if (attempt >= most)
        throw problem(gitlab, asked, reasonOf(error), "see that this machine reaches it, and run again");
    });
    const isBusy = response !== undefined && (response.status === 429 || response.status >= 500);
    if (response !== undefined && (!isBusy || attempt >= most)) return response;
    await response?.body?.cancel();
    await setTimeout(pause * attempt, undefined, { signal: gitlab.signal });
  }
}

const send = ({ url, token, isJobToken = false, signal }: Gitlab, { method, path, json }: Asked): Promise<Response> =>
  fetch(`${url}/api/v4${path}`, {
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

/** The cause of a lost connection: fetch itself says only that it failed. */
const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
};

const runnerRights =
  "give a gitlabToken with the scopes create_runner and manage_runner, of an owner of the group or project";

const remedyOf = (status: number, rights = runnerRights): string =>
  status === 401 || status === 403 ? rights : "run again, or look at GitLab's own status";

const problem = ({ url }: Gitlab, { method, path }: Asked, value: string, remedy: string): UserError =>
  new UserError({ where: `GitLab ${url}: ${method} ${path}`, value, expected: "that it is done", remedy });
