import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { withoutCredential } from "../../images/credentials/credentials.ts";
import { UserError } from "../../images/model/errors.ts";
import { jsonOrUndefined } from "../../images/model/text/json.ts";
import { bytesOf, whyUnanswered } from "../answer-body.ts";
import { waitOf } from "./wait.ts";

/** One GitLab. */
export interface Gitlab {
  /** Without a slash at its end. */
  url: string;
  /** Null: as a stranger, who sees public projects. */
  token: string | null;
  /** The token is that of a running job, which GitLab takes in another header. */
  isJobToken?: boolean;
  /** The rights that the token needs, for the person who has to replace it; default: those for runners. */
  rights?: string;
  /** Milliseconds for one answer; default: half a minute. */
  patience?: number;
  signal: AbortSignal;
}

export interface Asked {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/api/v4`. */
  path: string;
  json?: Record<string, unknown>;
}

const usualPatience = 30_000;
const tries = 4;

/** Bytes. A page of a hundred jobs has some 500 kB. */
const largestAnswer = 16 << 20;

interface Answer {
  ok: boolean;
  status: number;
  headers: Headers;
  text: string;
}

/** The answer's JSON as the schema reads it; undefined where GitLab says 404. Throws a UserError. */
export async function ask<Schema extends z.ZodType>(
  gitlab: Gitlab,
  asked: Asked,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  const answer = await answered(gitlab, asked);
  return answer === undefined ? undefined : read(gitlab, asked, answer, schema);
}

/** As `ask`, of what has to be there: throws a UserError for 404, which GitLab also says where the token may not see it. */
export async function askThere<Schema extends z.ZodType>(
  gitlab: Gitlab,
  asked: Asked,
  schema: Schema,
): Promise<z.output<Schema>> {
  const answer = await answered(gitlab, asked);
  if (answer === undefined)
    throw problem(gitlab, asked, "404", `see that it is there, else ${gitlab.rights ?? runnerRights}`);
  return read(gitlab, asked, answer, schema);
}

/** Pages of a hundred. */
const mostPages = 100;

/** The entries of all pages of a list; undefined where GitLab says 404. `path` may have a query. Throws a UserError. */
export async function askAll<Schema extends z.ZodType>(
  gitlab: Gitlab,
  path: string,
  schema: Schema,
): Promise<z.output<Schema>[] | undefined> {
  const entries: z.output<Schema>[] = [];
  const list = `${path}${path.includes("?") ? "&" : "?"}per_page=100`;
  for (let page = "1", pages = 1; ; pages += 1) {
    const asked: Asked = { method: "GET", path: `${list}&page=${page}` };
    const answer = await answered(gitlab, asked);
    if (answer === undefined) return undefined;
    entries.push(...read(gitlab, asked, answer, z.array(schema)));
    const next = answer.headers.get("x-next-page") ?? "";
    if (next === "") return entries;
    if (pages === mostPages)
      throw problem(gitlab, asked, `more than ${mostPages} pages`, "see that the URL is a GitLab's");
    page = next;
  }
}

function read<Schema extends z.ZodType>(
  gitlab: Gitlab,
  asked: Asked,
  { status, text }: Answer,
  schema: Schema,
): z.output<Schema> {
  const result = schema.safeParse(status === 204 ? null : jsonOrUndefined(text));
  if (result.success) return result.data;
  throw problem(gitlab, asked, "another answer than GitLab's API gives", "see that the URL is a GitLab's");
}

/** Undefined: 404. Throws a UserError for any other answer that is no success. */
async function answered(gitlab: Gitlab, asked: Asked): Promise<Answer | undefined> {
  const { ok, status, headers, text } = await patiently(gitlab, asked);
  if (status === 404) return undefined;
  if (ok) return { ok, status, headers, text };
  const to = headers.get("location");
  if (to !== null && status < 400)
    throw problem(gitlab, asked, `${status} to ${to}`, "name the server and the project as they are called now");
  const wait = headers.get("retry-after");
  const value = status === 429 && wait !== null ? `429, for ${wait} s` : `${status}${saidIn(text)}`;
  throw problem(gitlab, asked, value, remedyOf(status, gitlab.rights));
}

const longestReason = 300;
const refusalSchema = z.union([
  z.object({ message: z.unknown() }).transform(({ message }) => message),
  z.object({ error: z.string() }).transform(({ error }) => error),
]);

/** GitLab's reason for a refusal, `: Ref is not there`; docs.gitlab.com/api/rest/troubleshooting. Empty for a page of a proxy. */
function saidIn(text: string): string {
  const { data } = refusalSchema.safeParse(jsonOrUndefined(text));
  if (data === undefined) return "";
  const words = typeof data === "string" ? data : JSON.stringify(data);
  return `: ${withoutCredential(words.slice(0, longestReason))}`;
}

/** Repeats the call where the server is busy or the connection broke. */
async function patiently(gitlab: Gitlab, asked: Asked): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt === tries;
    const answer = await send(gitlab, asked).catch((error: unknown) => {
      if (gitlab.signal.aborted) throw interrupted(gitlab, asked);
      if (!isLast && mayRepeat(asked, undefined)) return undefined;
      throw problem(gitlab, asked, whyUnanswered(error), "see that this machine reaches it, and run again");
    });
    const wait = waitOf(answer, attempt);
    if (answer !== undefined && (wait === undefined || isLast || !mayRepeat(asked, answer.status))) return answer;
    await setTimeout(wait, undefined, { signal: gitlab.signal }).catch(() => {
      throw interrupted(gitlab, asked);
    });
  }
}

/** A lost reply of a POST may have made something. A request over GitLab's limit has made nothing. */
const mayRepeat = ({ method }: Asked, status: number | undefined): boolean => method !== "POST" || status === 429;

/** The caller's own time is over, or its work was interrupted. */
function interrupted(gitlab: Gitlab, asked: Asked): Error {
  const reason: unknown = gitlab.signal.reason;
  const isLate = reason instanceof DOMException && reason.name === "TimeoutError";
  if (reason instanceof Error && !isLate) return reason;
  return problem(gitlab, asked, "no answer in time", "run again, or look at GitLab's own status");
}

async function send(gitlab: Gitlab, { method, path, json }: Asked): Promise<Answer> {
  const { url, token, isJobToken = false, patience = usualPatience, signal } = gitlab;
  const response = await fetch(`${url}/api/v4${path}`, {
    method,
    headers: {
      ...(token !== null && { [isJobToken ? "job-token" : "private-token"]: token }),
      ...(json !== undefined && { "content-type": "application/json" }),
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
    // a redirect would take the token to another host
    redirect: "manual",
    signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
  });
  const { ok, status, headers, body } = response;
  return { ok, status, headers, text: (await bytesOf(body, largestAnswer)).toString() };
}

const runnerRights =
  "give a gitlabToken with the scopes create_runner and manage_runner, of an owner of the group or project";

function remedyOf(status: number, rights = runnerRights): string {
  if (status === 401 || status === 403) return rights;
  return status < 500 && status !== 429 ? "correct what GitLab says" : "run again, or look at GitLab's own status";
}

const problem = ({ url }: Gitlab, { method, path }: Asked, value: string, remedy: string): UserError =>
  new UserError({ where: `GitLab ${url}: ${method} ${path}`, value, expected: "that it is done", remedy });
