import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:https";
import { createServer as createPlainServer, type RequestListener } from "node:http";
import type { Server } from "node:net";
import { join } from "node:path";

/** Serves a tree on loopback as Debian's host does, by http and, for readers that insist, by https. */
export interface TreeServer {
  http: string;
  https: string;
  /** The certificate that readers must trust. */
  certificate: string;
  end: () => Promise<void>;
}

export async function serveTree(tree: string, folder: string): Promise<TreeServer> {
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "2", "-keyout", key, "-out", certificate, ...subject],
    { stdio: "pipe" },
  );
  const answer = answerFrom(tree);
  const secure = createServer({ key: await readFile(key), cert: await readFile(certificate) }, answer);
  const plain = createPlainServer(answer);
  const ports = await Promise.all([listen(plain), listen(secure)]);
  return {
    http: `http://localhost:${ports[0]}/`,
    https: `https://localhost:${ports[1]}/`,
    certificate,
    async end() {
      for (const server of [plain, secure]) await new Promise((resolve) => server.close(resolve));
    },
  };
}

const answerFrom =
  (tree: string): RequestListener =>
  (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    readFile(join(tree, decodeURIComponent(pathname))).then(
      (bytes) => {
        response.writeHead(200, { "content-length": bytes.length, "content-type": typeOf(pathname) });
        response.end(request.method === "HEAD" ? undefined : bytes);
      },
      () => response.writeHead(404).end(),
    );
  };

/** As the types that Debian's web servers know. */
const types: Readonly<Record<string, string>> = { atom: "application/atom+xml", json: "application/json" };

const typeOf = (name: string): string => types[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "localhost", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}
