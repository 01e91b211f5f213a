import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { listen } from "../loopback.ts";

/** A line to a server. It counts the bytes that are sent, and can stop at any of them. */
export class HeldLine {
  readonly url: string;
  /** The bytes that went to the server since `forget`. */
  sent = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #holdAfter = Infinity;
  #held: () => void = () => undefined;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  static async start(to: string): Promise<HeldLine> {
    const { hostname, port } = new URL(to);
    const server = createServer((socket) => line.#pass(socket, connect({ host: hostname, port: Number(port) })));
    const line = new HeldLine(server, await listen(server));
    return line;
  }

  forget(): void {
    this.sent = 0;
  }

  /** Waits until so many bytes are sent. From then on nothing gets through. */
  async hold(bytes: number): Promise<void> {
    this.#holdAfter = bytes;
    await new Promise<void>((resolve) => (this.#held = resolve));
  }

  /** Cuts off who is on the line. The next ones get through. */
  free(): void {
    this.#holdAfter = Infinity;
    for (const socket of this.#sockets) socket.destroy();
  }

  async end(): Promise<void> {
    this.free();
    this.#server.close();
    await once(this.#server, "close");
  }

  #pass(client: Socket, server: Socket): void {
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    server.pipe(client);
    client.on("data", (bytes: Buffer) => {
      const passing = bytes.subarray(0, Math.max(0, this.#holdAfter - this.sent));
      this.sent += passing.length;
      if (passing.length > 0 && !server.write(passing)) {
        client.pause();
        server.once("drain", () => client.resume());
      }
      if (passing.length < bytes.length) this.#held();
    });
  }
}
