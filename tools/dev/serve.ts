import { createReadStream } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { hasCode } from "../../storage/files/fault.ts";
import { answerFor, type Answer } from "./served-file.ts";

/** A folder that is served on this machine's loopback, for browsers and the clients of readers. */
export interface Served {
  url: string;
  close(): Promise<void>;
}

/** @param port a free one is taken if another program has this one */
export async function serveFolder(folder: string, port: number): Promise<Served> {
  const server = createServer((request, response) => {
    answer(folder, request, response).catch(() => response.destroy());
  });
  const listen = (at: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(at, "127.0.0.1", resolve);
    });
  await listen(port).catch((error: unknown) => {
    if (!hasCode(error, "EADDRINUSE", "EACCES")) throw error;
    return listen(0);
  });
  const address = server.address();
  const found = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${found}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

async function answer(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, headers, body } = await answerFor(folder, request.method ?? "", request.url ?? "/", request.headers);
  response.writeHead(status, headers);
  if (request.method === "HEAD" || body === undefined) response.end();
  else await send(body, response);
}

const send = (body: NonNullable<Answer["body"]>, response: ServerResponse): Promise<void> =>
  typeof body === "string"
    ? new Promise((resolve) => {
        response.end(body, resolve);
      })
    : pipeline(createReadStream(body.path, { start: body.start, end: body.end }), response);
