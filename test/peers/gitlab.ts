import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { close, listen } from "./loopback.ts";

/** Answers a request for a job's log. `attempt` counts from 1. */
export type Answer = (response: ServerResponse, attempt: number) => void;

interface Asked {
  path: string;
  authorization: string | undefined;
}

/** GitLab's logs of jobs, on loopback: `GET /api/v4/projects/:path/jobs/:id/trace`. Anything else is 404. */
export class Gitlab {
  readonly asked: Asked[] = [];
  /** The value of `cloud-images:builds.gitlab`. */
  readonly url: string;
  readonly #server: Server;
  readonly #jobs = new Map<string, Answer>();

  private constructor(server: Server, url: string) {
    this.#server = server.on("request", (request, response) => this.#answer(request, response));
    this.url = url;
  }

  static async start(): Promise<Gitlab> {
    const server = createServer();
    return new Gitlab(server, await listen(server));
  }

  /** Gives a project a job. Returns the job's address, as a build names it. */
  job(project: string, id: number, answer: Answer): string {
    this.#jobs.set(`/api/v4/projects/${encodeURIComponent(project)}/jobs/${id}/trace`, answer);
    return `${this.url}/${project}/-/jobs/${id}`;
  }

  end(): Promise<void> {
    return close(this.#server);
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

/** Sends a log, and ends the connection in the middle of it. */
export const cutOff =
  (text: string): Answer =>
  (response) => {
    response.writeHead(200, { "content-type": "text/plain", "content-length": 2 * text.length });
    response.write(text, () => response.destroy());
  };

/** Begins to answer, and sends no more. */
export const silent: Answer = (response) => {
  response.writeHead(200, { "content-type": "text/plain" }).write("Running with gitlab-runner\n");
};

/** Sends a line now and then, without end. */
export const endless: Answer = (response) => {
  response.writeHead(200, { "content-type": "text/plain" });
  const timer = setInterval(() => response.write("still building\n"), 5);
  response.once("close", () => clearInterval(timer));
};

/** Gives one answer after the other, and from then on the last. */
export const inTurn =
  (...answers: readonly [Answer, ...Answer[]]): Answer =>
  (response, attempt) =>
    (answers[attempt - 1] ?? answers.at(-1) ?? answers[0])(response, attempt);
