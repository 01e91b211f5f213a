import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

/** A folder and a server's metadata, on this machine's loopback. */
export class FilesServer {
  readonly port: number;
  /** As Nova's metadata service tells it. */
  metadata: Record<string, string> = {};
  readonly #server: Server;

  private constructor(folder: string, server: Server) {
    this.#server = server.on("request", ({ url = "/" }, response) => {
      if (url === "/openstack/latest/meta_data.json") {
        response.end(JSON.stringify({ meta: this.metadata }));
        return;
      }
      readFile(path.join(folder, path.normalize(url))).then(
        (bytes) => response.end(bytes),
        () => response.writeHead(404).end(),
      );
    });
    // a server that listens on TCP has an address of this shape
    this.port = (server.address() as AddressInfo).port;
  }

  static async start(folder: string): Promise<FilesServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new FilesServer(folder, server);
  }

  async end(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
