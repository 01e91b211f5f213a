import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { close, listen } from "./loopback.ts";

/** What GitLab did with a runner. */
interface Deed {
  deed: "created" | "token reset" | "contacted" | "paused" | "updated" | "deleted";
  runner: number;
}

interface Runner {
  id: number;
  description: string;
  token: string;
  tags: string[];
  paused: boolean;
  contacted: string | null;
}

const looksSchema = z.object({
  description: z.string().optional(),
  tag_list: z.array(z.string()).optional(),
  paused: z.boolean().optional(),
});

type Reply = readonly [status: number, body?: unknown];

/** GitLab's API of runners, on loopback: what the provider asks with its token, and what a runner asks with its own. */
export class GitlabRunners {
  readonly url: string;
  readonly port: number;
  /** May make and manage runners. */
  readonly token = `glpat-${randomBytes(15).toString("base64url")}`;
  readonly deeds: Deed[] = [];
  /** By runner: the addresses of its running jobs. */
  readonly jobs = new Map<number, string[]>();
  /** Every token that was issued: no log may have one. */
  readonly tokens: string[] = [];
  readonly #server: Server;
  readonly #runners = new Map<number, Runner>();

  private constructor(server: Server, url: string) {
    this.#server = server.on("request", (request, response) => void this.#serve(request, response));
    this.url = url;
    this.port = Number(new URL(url).port);
  }

  static async start(): Promise<GitlabRunners> {
    const server = createServer();
    return new GitlabRunners(server, await listen(server));
  }

  get runners(): readonly Readonly<Runner>[] {
    return [...this.#runners.values()];
  }

  end(): Promise<void> {
    return close(this.#server);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [status, body] = this.#reply(request, await text(request));
    response.writeHead(status, { "content-type": "application/json" });
    response.end(body === undefined ? "" : JSON.stringify(body));
  }

  #reply({ method = "", url = "", headers }: IncomingMessage, body: string): Reply {
    const path = url.replace(/^\/api\/v4/, "").replace(/\?.*/, "");
    if (method === "POST" && path === "/runners/verify")
      return this.#contact(new URLSearchParams(body).get("token")) ? [200, {}] : [403, { message: "403 Forbidden" }];
    if (headers["private-token"] !== this.token) return [401, { message: "401 Unauthorized" }];
    const looks = looksSchema.parse(body === "" ? {} : JSON.parse(body));
    if (method === "POST" && path === "/user/runners") return this.#create(looks);
    if (/^\/(groups|projects)\/\d+\/runners$/.test(path))
      return [200, this.runners.map(({ id, description }) => ({ id, description }))];
    const [, id = "", action = ""] = /^\/runners\/(\d+)(?:\/(\w+))?$/.exec(path) ?? [];
    const runner = this.#runners.get(Number(id));
    return runner === undefined ? [404, { message: "404 Not found" }] : this.#act(runner, `${method} ${action}`, looks);
  }

  #act(runner: Runner, action: string, { paused, tag_list: tags }: z.output<typeof looksSchema>): Reply {
    const { id, description } = runner;
    switch (action) {
      case "GET ":
        return [200, { id, description, paused: runner.paused, contacted_at: runner.contacted }];
      case "GET jobs":
        return [200, (this.jobs.get(id) ?? []).map((job) => ({ web_url: job }))];
      case "PUT ":
        runner.paused = paused ?? runner.paused;
        runner.tags = tags ?? runner.tags;
        this.#did(paused === true ? "paused" : "updated", id);
        return [200, { id, description }];
      case "POST reset_authentication_token":
        runner.token = this.#newToken();
        this.#did("token reset", id);
        return [201, { token: runner.token }];
      case "DELETE ":
        this.#runners.delete(id);
        this.#did("deleted", id);
        return [204];
      default:
        return [405, { message: action }];
    }
  }

  #create({ description = "", tag_list: tags = [] }: z.output<typeof looksSchema>): Reply {
    const id = this.deeds.filter(({ deed }) => deed === "created").length + 1;
    const token = this.#newToken();
    this.#runners.set(id, { id, description, token, tags, paused: false, contacted: null });
    this.#did("created", id);
    return [201, { id, token, token_expires_at: null }];
  }

  /** A runner asks with its token. Returns whether GitLab knows the token. */
  #contact(token: string | null): boolean {
    const runner = this.runners.find((each) => each.token === token);
    if (runner === undefined) return false;
    this.#runners.set(runner.id, { ...runner, contacted: "2026-07-18T12:00:00Z" });
    this.#did("contacted", runner.id);
    return true;
  }

  #newToken(): string {
    const token = `glrt-t1_${randomBytes(15).toString("base64url")}`;
    this.tokens.push(token);
    return token;
  }

  #did(deed: Deed["deed"], runner: number): void {
    this.deeds.push({ deed, runner });
  }
}
