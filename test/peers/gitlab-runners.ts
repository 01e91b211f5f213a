import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

/** What GitLab did, in order. */
export interface Deed {
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

/**
 * GitLab's API of runners on this machine: what the provider asks with its token, and what a runner asks with its own.
 * It listens on the loopback alone.
 */
export class GitlabRunners {
  readonly url: string;
  readonly port: number;
  /** What may make and manage runners. */
  readonly token: string;
  readonly deeds: Deed[] = [];
  /** Addresses of jobs that run, by runner. */
  readonly jobs = new Map<number, string[]>();
  /** Every token that was ever issued, to search for. */
  readonly tokens: string[] = [];
  readonly #server: Server;
  readonly #runners = new Map<number, Runner>();

  private constructor(server: Server, token: string) {
    this.token = token;
    this.#server = server.on("request", (request, response) => void this.#serve(request, response));
    // a server that listens on TCP has an address of this shape
    this.port = (server.address() as AddressInfo).port;
    this.url = `http://127.0.0.1:${this.port}`;
  }

  static async start(): Promise<GitlabRunners> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new GitlabRunners(server, `glpat-${randomBytes(15).toString("base64url")}`);
  }

  get runners(): readonly Readonly<Runner>[] {
    return [...this.#runners.values()];
  }

  async end(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(z.instanceof(Buffer).parse(chunk));
    const text = Buffer.concat(chunks).toString();
    const [status, body] = this.#reply(request, text);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(body === undefined ? "" : JSON.stringify(body));
  }

  #reply({ method = "", url = "", headers }: IncomingMessage, text: string): Reply {
    const path = url.replace(/^\/api\/v4/, "").replace(/\?.*/, "");
    if (method === "POST" && path === "/runners/verify")
      return this.#contact(new URLSearchParams(text).get("token")) ? [200, {}] : [403, { message: "403 Forbidden" }];
    if (headers["private-token"] !== this.token) return [401, { message: "401 Unauthorized" }];
    const looks = looksSchema.parse(text === "" ? {} : JSON.parse(text));
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

  /** A runner shows its token: whether GitLab knows it. */
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
