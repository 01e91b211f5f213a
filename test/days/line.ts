import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { close, listen } from "../peers/loopback.ts";

/**
 * The connections between the program and its clouds. After each call that a cloud has answered, and before the program gets the
 * answer, the test is told. All are cut at the call at which the program is killed.
 */
export class Connections {
  /** Is called when a cloud has answered a call, before the program gets the answer. */
  seen: () => void = () => undefined;
  /** How many calls are left until the connections are cut. The last one is done, and its answer is lost. */
  #left = Infinity;
  readonly #lines: Line[] = [];

  /** Makes a line to a cloud, and returns its address. @param isDown whether the cloud answers nobody now */
  async line(to: string, isDown: () => boolean = () => false): Promise<string> {
    const answered = (): void => {
      this.#left -= 1;
      this.seen();
    };
    const line = await Line.start(to, answered, () => this.isCut || isDown());
    this.#lines.push(line);
    return line.url;
  }

  cutAfter(calls: number): void {
    this.#left = calls;
  }

  mend(): void {
    this.#left = Infinity;
  }

  get isCut(): boolean {
    return this.#left <= 0;
  }

  async end(): Promise<void> {
    for (const line of this.#lines) await line.end();
  }
}

class Line {
  readonly #server: Server;
  readonly url: string;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  static async start(to: string, answered: () => void, isCut: () => boolean): Promise<Line> {
    const server = createServer((incoming, response) => {
      if (isCut()) return void response.destroy();
      pass(incoming, response, to, () => {
        answered();
        return isCut();
      }).catch(() => response.destroy());
    });
    return new Line(server, await listen(server));
  }

  end(): Promise<void> {
    return close(this.#server);
  }
}

async function pass(
  incoming: IncomingMessage,
  response: ServerResponse,
  to: string,
  answered: () => boolean,
): Promise<void> {
  const { method, url = "", headers } = incoming;
  const request = ask(new URL(`${to}${url}`), {
    method,
    headers: { ...headers, host: new URL(to).host, connection: "close" },
  });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    request.once("response", resolve);
    request.once("error", reject);
  });
  pipeline(incoming, request).catch(() => request.destroy());
  const given = await answer;
  if (answered()) {
    given.destroy();
    response.destroy();
    return;
  }
  response.writeHead(given.statusCode ?? 502, given.headers);
  await pipeline(given, response);
}
