import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join, normalize } from "node:path";
import { gzipSync } from "node:zlib";
import { close, listen } from "./loopback.ts";

/** What is wrong with an answer. */
export type ServerFault =
  /** There is none. */
  | { is: "silent" }
  /** It comes byte by byte, with a pause of so many milliseconds after each. */
  | { is: "dripping"; every: number }
  /** The connection ends after half of the body. */
  | { is: "cut off" }
  /** The connection ends before the answer. */
  | { is: "reset" }
  /** Its Content-Length differs by so much from the body's length. */
  | { is: "wrong length"; by: number }
  /** It has no length: the body ends with the connection. */
  | { is: "no length" }
  | { is: "status"; status: number }
  /** It is a web page with status 200, as a portal sends it. */
  | { is: "page" }
  /** It is 304, whatever was asked. */
  | { is: "unchanged" }
  | { is: "endless" }
  /** It is so many zeros, compressed. */
  | { is: "bomb"; bytes: number }
  | { is: "redirect"; to: string }
  /** It has other bytes than the file. */
  | { is: "other"; body: Buffer; lastModified?: Date };

/** A request, with the status of its answer. */
interface Exchange {
  path: string;
  conditional: boolean;
  status: number;
}

interface Failing {
  path: RegExp;
  fault: ServerFault;
  /** How many more requests fail. */
  left: number;
}

/** Serves a folder as a mirror does, with ETag and Last-Modified, and with the faults that a test wants. */
export class FaultyServer {
  readonly url: string;
  readonly exchanges: Exchange[] = [];
  readonly #folder: string;
  readonly #server: Server;
  #failing: Failing[] = [];

  private constructor(folder: string, server: Server, url: string) {
    this.#folder = folder;
    this.url = url;
    this.#server = server.on("request", (request, response) => {
      this.#answer(request, response).catch((error: unknown) =>
        response.destroy(error instanceof Error ? error : undefined),
      );
    });
  }

  static async over(folder: string): Promise<FaultyServer> {
    const server = createServer();
    return new FaultyServer(folder, server, await listen(server));
  }

  /** Has the next `times` requests of a path fail so; default: all. */
  fail(path: RegExp, fault: ServerFault, times = Infinity): void {
    this.#failing.push({ path, fault, left: times });
  }

  heal(): void {
    this.#failing = [];
  }

  close(): Promise<void> {
    return close(this.#server);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
    const conditional = "if-none-match" in request.headers || "if-modified-since" in request.headers;
    response.once("close", () => this.exchanges.push({ path, conditional, status: response.statusCode }));
    const failing = this.#failing.find((each) => each.left > 0 && each.path.test(path));
    if (failing !== undefined) failing.left -= 1;
    const file = join(this.#folder, path);
    const found = await stat(file).catch(() => null);
    if (found?.isFile() !== true) {
      // a folder's list, as servers make it, is of no interest
      end(response, found?.isDirectory() === true && path.endsWith("/") ? 200 : 404);
      return;
    }
    const body = await readFile(file);
    if (failing === undefined) whole(request, response, body, found.mtime);
    else misbehave(failing.fault, { request, response, body, lastModified: found.mtime });
  }
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status);
  response.end();
}

function whole(request: IncomingMessage, response: ServerResponse, body: Buffer, lastModified: Date): void {
  const etag = `"${createHash("sha256").update(body).digest("hex").slice(0, 16)}"`;
  if (request.headers["if-none-match"] === etag) {
    end(response, 304);
    return;
  }
  response.writeHead(200, {
    "content-length": body.length,
    etag,
    "last-modified": lastModified.toUTCString(),
  });
  response.end(body);
}

interface Spoiled {
  request: IncomingMessage;
  response: ServerResponse;
  body: Buffer;
  lastModified: Date;
}

function misbehave(fault: ServerFault, { request, response, body, lastModified }: Spoiled): void {
  switch (fault.is) {
    case "silent":
      return;
    case "dripping":
      response.writeHead(200, { "content-length": body.length });
      drip(response, body, fault.every);
      return;
    case "cut off":
      response.writeHead(200, { "content-length": body.length });
      response.write(body.subarray(0, body.length / 2), () => response.destroy());
      return;
    case "reset":
      request.socket.resetAndDestroy();
      return;
    case "wrong length":
      // written by hand: the library sends no wrong one
      request.socket.end(
        Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length + fault.by}\r\n\r\n`), body]),
      );
      return;
    case "no length":
      request.socket.end(Buffer.concat([Buffer.from("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"), body]));
      return;
    case "status":
      end(response, fault.status);
      return;
    case "page":
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end("<!DOCTYPE html><title>Welcome</title>");
      return;
    case "unchanged":
      end(response, 304);
      return;
    case "endless":
      response.writeHead(200);
      pour(response);
      return;
    case "bomb":
      response.writeHead(200, { "content-encoding": "gzip" });
      response.end(gzipSync(Buffer.alloc(fault.bytes)));
      return;
    case "redirect":
      response.writeHead(302, { location: fault.to });
      response.end();
      return;
    case "other":
      whole(request, response, fault.body, fault.lastModified ?? lastModified);
      return;
  }
}

function drip(response: ServerResponse, body: Buffer, every: number): void {
  let sent = 0;
  const timer = setInterval(() => {
    if (sent >= body.length) response.end();
    else response.write(body.subarray(sent, (sent += 1)));
  }, every);
  response.once("close", () => clearInterval(timer));
}

function pour(response: ServerResponse): void {
  const chunk = Buffer.alloc(1 << 16, "x");
  const more = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", more);
  more();
}
