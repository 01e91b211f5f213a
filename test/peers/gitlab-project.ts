import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { z } from "zod";

const noteBody = z.object({ body: z.string() });
const triggerBody = z.object({ ref: z.string(), token: z.string(), variables: z.record(z.string(), z.string()) });

interface Started extends z.output<typeof triggerBody> {
  id: number;
  source: "pipeline" | "trigger";
  created_at: string;
  web_url: string;
}

/** A project at GitLab, on this machine: comments of its merge requests, and its pipelines. Anything else is 404. */
export class GitlabProject {
  readonly url: string;
  readonly notes: { id: number; body: string }[] = [];
  readonly pipelines: Started[] = [];
  /** The next change is made, and its answer is lost. */
  loseNextAnswer = false;
  readonly path: string;
  readonly token: string;
  readonly #server: Server;

  private constructor(server: Server, path: string, token: string) {
    this.#server = server;
    this.path = path;
    this.token = token;
    // a server that listens on TCP has an address of this shape
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("request", (request, response) => {
      void this.#answer(request).then(([status, body, changed]) => {
        if (changed && this.loseNextAnswer) {
          this.loseNextAnswer = false;
          response.destroy();
        } else response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      });
    });
  }

  static async start(path: string, token: string): Promise<GitlabProject> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new GitlabProject(server, path, token);
  }

  async end(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<[status: number, body: unknown, changed: boolean]> {
    const url = new URL(request.url ?? "", this.url);
    const own = `/api/v4/projects/${encodeURIComponent(this.path)}`;
    const body: unknown = request.method === "GET" ? undefined : JSON.parse(await text(request));
    if (url.pathname.startsWith(`${own}/merge_requests/7/notes`)) {
      if (request.headers["private-token"] !== this.token) return [401, {}, false];
      const id = Number(url.pathname.split("/").at(-1));
      return this.#note(request.method ?? "", id, body);
    }
    if (url.pathname === `${own}/trigger/pipeline`) return this.#trigger(body);
    if (url.pathname === `${own}/pipelines`) return [200, this.#pipelinesOf(url.searchParams), false];
    return [404, {}, false];
  }

  #note(method: string, id: number, body: unknown): [number, unknown, boolean] {
    if (method === "GET") return [200, this.notes, false];
    const known = this.notes.find((note) => note.id === id);
    const { body: content } = noteBody.parse(body);
    if (method === "PUT" && known !== undefined) {
      known.body = content;
      return [200, known, true];
    }
    const note = { id: this.notes.length + 1, body: content };
    this.notes.push(note);
    return [201, note, true];
  }

  #trigger(body: unknown): [number, unknown, boolean] {
    const asked = triggerBody.parse(body);
    if (asked.token !== this.token) return [404, {}, false];
    const id = this.pipelines.length + 1;
    const created = new Date().toISOString();
    const pipeline: Started = {
      ...asked,
      id,
      source: "pipeline",
      created_at: created,
      web_url: `${this.url}/${this.path}/-/pipelines/${id}`,
    };
    this.pipelines.push(pipeline);
    return [201, pipeline, true];
  }

  #pipelinesOf(query: URLSearchParams): readonly Started[] {
    return this.pipelines.filter(({ source, ref }) => source === query.get("source") && ref === query.get("ref"));
  }
}
