import { createServer, type IncomingMessage, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { close, listen } from "./loopback.ts";

const noteBody = z.object({ body: z.string() });
const triggerBody = z.object({ ref: z.string(), token: z.string(), variables: z.record(z.string(), z.string()) });
const releaseBody = z.object({ tag_name: z.string(), name: z.string(), description: z.string() });
const releaseChange = releaseBody.omit({ tag_name: true });

interface Started extends z.output<typeof triggerBody> {
  id: number;
  source: "pipeline" | "trigger";
  created_at: string;
  web_url: string;
}

/** A job of a pipeline, with its log. */
interface Job {
  id: number;
  pipeline: number;
  name: string;
  status: "success" | "failed";
  commit: string;
  trace: string;
}

/** A list is given page by page. */
type Answer = [status: number, body: unknown, changed?: boolean];

/** Entries of a page, unless the request names fewer; docs.gitlab.com/api/rest#pagination. */
const usualPage = 20;
const largestPage = 100;

/** Whose token it is. */
const ourselves = { id: 41 };

/** A project at GitLab, on loopback: comments of merge requests, pipelines, jobs with their logs, releases. Anything else is 404. */
export class GitlabProject {
  readonly url: string;
  readonly notes: { id: number; body: string; author: { id: number } }[] = [];
  readonly pipelines: Started[] = [];
  readonly jobs: Job[] = [];
  readonly releases: z.output<typeof releaseBody>[] = [];
  /** Whether the next change is made, and its answer lost. */
  loseNextAnswer = false;
  /** Whether a stranger sees the pipelines. */
  isPublic = true;
  /** How many of the next requests are over GitLab's limit, and do nothing. */
  overLimit = 0;
  /** What happens once, between a request of this method and path and its answer. */
  #interruption: { request: RegExp; happens: () => Promise<void> } | undefined;
  readonly path: string;
  readonly token: string;
  readonly #server: Server;

  private constructor(server: Server, { url, path, token }: Pick<GitlabProject, "url" | "path" | "token">) {
    this.#server = server;
    this.path = path;
    this.token = token;
    this.url = url;
    server.on("request", (request, response) => {
      void this.#answer(request).then(async ([status, body, changed = false]) => {
        await this.#interrupt(`${request.method ?? ""} ${request.url ?? ""}`);
        if (changed && this.loseNextAnswer) {
          this.loseNextAnswer = false;
          response.destroy();
        } else if (typeof body === "string") response.writeHead(status, { "content-type": "text/plain" }).end(body);
        else {
          const { headers, entries } = pageOf(body, new URL(request.url ?? "", this.url).searchParams);
          response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(entries));
        }
      });
    });
  }

  static async start(path: string, token: string): Promise<GitlabProject> {
    const server = createServer();
    return new GitlabProject(server, { url: await listen(server), path, token });
  }

  end(): Promise<void> {
    return close(this.#server);
  }

  /** Sets what happens once, between the next request of this method and path (`POST /releases`) and its answer. */
  at(request: RegExp, happens: () => Promise<void>): void {
    this.#interruption = { request, happens };
  }

  jobUrl({ id }: Pick<Job, "id">): string {
    return `${this.url}/${this.path}/-/jobs/${id}`;
  }

  async #interrupt(request: string): Promise<void> {
    if (this.#interruption?.request.test(request) !== true) return;
    const { happens } = this.#interruption;
    this.#interruption = undefined;
    await happens();
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? "", this.url);
    const own = `/api/v4/projects/${encodeURIComponent(this.path)}/`;
    const body: unknown = request.method === "GET" ? undefined : JSON.parse(await text(request));
    if (this.overLimit > 0) {
      this.overLimit -= 1;
      return [429, { message: "Retry later" }];
    }
    if (url.pathname === "/api/v4/user")
      return request.headers["private-token"] === this.token ? [200, ourselves] : [401, {}];
    if (!url.pathname.startsWith(own)) return [404, {}];
    const method = request.method ?? "";
    const [kind, id = "", part = ""] = url.pathname.slice(own.length).split("/").map(decodeURIComponent);
    switch (kind) {
      case "merge_requests":
        if (id !== "7" || part !== "notes") return [404, {}];
        if (request.headers["private-token"] !== this.token) return [401, {}];
        return this.#note(method, Number(url.pathname.split("/").at(-1)), body);
      case "trigger":
        return this.#trigger(body);
      case "pipelines":
        // who may not see a project is told that there is none
        if (!this.isPublic && request.headers["private-token"] !== this.token) return [404, {}];
        return part === "jobs" ? [200, this.#jobsOf(Number(id))] : [200, this.#pipelinesOf(url.searchParams)];
      case "jobs":
        return this.#trace(Number(id));
      case "releases":
        if (request.headers["job-token"] !== this.token) return [401, {}];
        return this.#release(method, id, body);
      default:
        return [404, {}];
    }
  }

  #note(method: string, id: number, body: unknown): Answer {
    if (method === "GET") return [200, this.notes];
    const known = this.notes.find((note) => note.id === id);
    const { body: content } = noteBody.parse(body);
    if (method === "PUT" && known !== undefined) {
      if (known.author.id !== ourselves.id) return [403, {}];
      known.body = content;
      return [200, known, true];
    }
    const note = { id: this.notes.length + 1, body: content, author: ourselves };
    this.notes.push(note);
    return [201, note, true];
  }

  #trigger(body: unknown): Answer {
    const asked = triggerBody.parse(body);
    if (asked.token !== this.token) return [404, {}];
    const id = this.pipelines.length + 1;
    const created = new Date().toISOString();
    const web = `${this.url}/${this.path}/-/pipelines/${id}`;
    const pipeline: Started = { ...asked, id, source: "pipeline", created_at: created, web_url: web };
    this.pipelines.push(pipeline);
    return [201, pipeline, true];
  }

  #pipelinesOf(query: URLSearchParams): readonly Started[] {
    return this.pipelines.filter(({ source, ref }) => source === query.get("source") && ref === query.get("ref"));
  }

  #jobsOf(pipeline: number): unknown[] {
    return this.jobs
      .filter((job) => job.pipeline === pipeline)
      .map(({ commit, ...job }) => ({ ...job, web_url: this.jobUrl(job), commit: { id: commit } }));
  }

  #trace(id: number): Answer {
    const job = this.jobs.find((each) => each.id === id);
    return job === undefined ? [404, {}] : [200, job.trace];
  }

  #release(method: string, tag: string, body: unknown): Answer {
    const known = this.releases.find((release) => release.tag_name === tag);
    if (method === "GET") return known === undefined ? [404, {}] : [200, known];
    if (method === "PUT") {
      if (known === undefined) return [404, {}];
      return [200, Object.assign(known, releaseChange.parse(body)), true];
    }
    const made = releaseBody.parse(body);
    // GitLab refuses a second release of a tag
    if (this.releases.some((release) => release.tag_name === made.tag_name)) return [409, {}];
    this.releases.push(made);
    return [201, made, true];
  }
}

/** The page of a list that a request asks for. Anything else is given whole. */
function pageOf(body: unknown, query: URLSearchParams): { entries: unknown; headers: Record<string, string> } {
  if (!Array.isArray(body)) return { entries: body, headers: {} };
  const size = Math.min(Number(query.get("per_page") ?? usualPage), largestPage);
  const page = Number(query.get("page") ?? 1);
  const next = page * size < body.length ? String(page + 1) : "";
  return { entries: body.slice((page - 1) * size, page * size), headers: { "x-next-page": next } };
}
