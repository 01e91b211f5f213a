import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import path from "node:path";
import { close, listen } from "../../peers/loopback.ts";

/** Serves a folder, and a server's metadata, on loopback. */
export class FilesServer {
  readonly port: number;
  /** What Nova's metadata service answers. */
  metadata: Record<string, string> = {};
  readonly #server: Server;

  private constructor(folder: string, server: Server, url: string) {
    this.port = Number(new URL(url).port);
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
  }

  static async start(folder: string): Promise<FilesServer> {
    const server = createServer();
    return new FilesServer(folder, server, await listen(server));
  }

  end(): Promise<void> {
    return close(this.#server);
  }
}
