import { once } from "node:events";
import type { Server as HttpServer } from "node:http";
import { createServer, type Server } from "node:net";

/** Has a server of a test listen on a free port of this machine's loopback. Returns its address, `http://127.0.0.1:40123`. */
export async function listen(server: Server): Promise<string> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("a server that listens on TCP has a port");
  return `http://127.0.0.1:${address.port}`;
}

/** Ends a server, with the connections that its clients keep. */
export async function close(server: HttpServer): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** A port of loopback at which nobody listens now, for a program that takes a port. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const { port } = new URL(await listen(server));
  server.close();
  await once(server, "close");
  return Number(port);
}
