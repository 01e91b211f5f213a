import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How a job's log is answered. `attempt` counts from 1. */
export type Answer = (response: ServerResponse, attempt: number) => void;

export interface Asked {
  path: string;
  authorization: string | undefined;
}

/** GitLab's `GET /api/v4/projects/:path/jobs/:id/trace`, on this machine; anything else is 404. */
export class Gitlab {
  readonly asked: Asked[] = [];
  /** As `cloud-images:builds.gitlab` has it. */
  readonly url: string;
  readonly #server: Server;
  readonly #jobs = new Map<string, Answer>();

  private constructor(server: Server) {
    this.#server = server.on("request", (request, response) => this.#answer(request, response));
    // a server that listens on TCP has an address of this shape
    const { port } = server.address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(): Promise<Gitlab> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Gitlab(server);
  }

  /** Gives a project a job; answers its address, as a build names it. */
  job(project: string, id: number, answer: Answer): string {
    this.#jobs.set(`/api/v4/projects/${encodeURIComponent(project)}/jobs/${id}/trace`, answer);
    return `${this.url}/${project}/-/jobs/${id}`;
  }

  async end(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer({ url = "", headers }: IncomingMessage, response: ServerResponse): void {
    this.asked.push({ path: url, authorization: headers.authorization });
    const attempt = this.asked.filter(({ path }) => path === url).length;
    (this.#jobs.get(url) ?? status(404))(response, attempt);
  }
}

export const log =
  (text: string | Uint8Array): Answer =>
  (response) => {
    response.writeHead(200, { "content-type": "text/plain" }).end(text);
  };

export const page: Answer = (response) => {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<p>Sign in</p>");
};

export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(code, { "content-type": "application/json", ...headers }).end(`{"message":"${code}"}`);
  };

export const redirect =
  (to: string): Answer =>
  (response) => {
    response.writeHead(302, { location: to }).end();
  };

/** A log that stops in its middle, and the connection with it. */
export const cutOff =
  (text: string): Answer =>
  (response) => {
    response.writeHead(200, { "content-type": "text/plain", "content-length": 2 * text.length });
    response.write(text, () => response.destroy());
  };

/** Begins, and says no more. */
export const silent: Answer = (response) => {
  response.writeHead(200, { "content-type": "text/plain" }).write("Running with gitlab-runner\n");
};

/** A line now and then, without an end. */
export const endless: Answer = (response) => {
  response.writeHead(200, { "content-type": "text/plain" });
  const timer = setInterval(() => response.write("still building\n"), 5);
  response.once("close", () => clearInterval(timer));
};

/** The first answers, each once; then the last. */
export const inTurn =
  (...answers: readonly [Answer, ...Answer[]]): Answer =>
  (response, attempt) =>
    (answers[attempt - 1] ?? answers.at(-1) ?? answers[0])(response, attempt);
