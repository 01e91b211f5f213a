import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** The line to a server: it counts what is sent, and may stop in the middle of it. */
export class HeldLine {
  readonly url: string;
  /** Bytes that went to the server since `forget`. */
  sent = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #holdAfter = Infinity;
  #held: () => void = () => undefined;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(to: string): Promise<HeldLine> {
    const { hostname, port } = new URL(to);
    const server = createServer((socket) => line.#pass(socket, connect({ host: hostname, port: Number(port) })));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("a server on TCP has a port");
    const line = new HeldLine(server, address.port);
    return line;
  }

  forget(): void {
    this.sent = 0;
  }

  /** Resolves once so many bytes are sent: from then on nothing more gets through. */
  async hold(bytes: number): Promise<void> {
    this.#holdAfter = bytes;
    await new Promise<void>((resolve) => (this.#held = resolve));
  }

  /** Whoever is on the line is cut off; the next ones get through. */
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
