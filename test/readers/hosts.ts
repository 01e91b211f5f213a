import { createServer as createProxy, request, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { createServer as createTlsServer } from "node:tls";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { listen } from "../peers/loopback.ts";
import { startApache } from "../site/servers.ts";
import { makeCertificate } from "./certificates.ts";

/**
 * A tree at the addresses that readers have in their code: Apache with docs/servers/apache.conf, behind TLS, on loopback. A proxy leads
 * readers there, and nowhere else.
 */
export interface Hosts {
  /** The tree by http, for readers that take an address. */
  http: string;
  /** The tree at Debian's own address. */
  https: string;
  /** The environment in which a reader uses the proxy. */
  env: NodeJS.ProcessEnv;
  /** The other hosts for which a reader asked. */
  strangers: ReadonlySet<string>;
  end: () => Promise<void>;
}

const names = [
  "cloud.debian.org",
  "cdimage.debian.org",
  "cloud-image-finder.debian.net",
  "deb.debian.org",
  "debian.pages.debian.net",
] as const;

const isOurs = (host: string): boolean => names.some((name) => name === host);

/** Debian's archive, as far as one reader asks for the number and the name of stable. */
const release = "Suite: stable\nVersion: 13.5\nCodename: trixie\n";

/** Debian's dates of releases, as far as one reader asks what is supported. The tree has no image of bookworm. */
const releases = `version,codename,series,created,release,eol,eol-lts,eol-elts
12,Bookworm,bookworm,2021-08-14,2023-06-10,2026-06-10,2028-06-30,2033-06-30
13,Trixie,trixie,2023-06-10,2025-08-09,2028-08-09,2030-06-30,2035-06-30
`;

/** @param folder a folder for keys and other files, which every user may enter */
export async function startHosts(tree: string, folder: string): Promise<Hosts> {
  const archive = join(folder, "archive");
  await mkdir(join(archive, "dists/stable"), { recursive: true });
  await writeFile(join(archive, "dists/stable/Release"), release);
  await mkdir(join(archive, "distro-info-data"));
  await writeFile(join(archive, "distro-info-data/debian.csv"), releases);
  const apache = await startApache(tree, [
    `Alias "/cdimage/cloud" "${tree}"`,
    `Alias "/debian" "${archive}"`,
    `Alias "/distro-info-data" "${archive}/distro-info-data"`,
    `<Directory "${archive}">\nRequire all granted\n</Directory>`,
  ]);
  const { authority, key, certificate } = await makeCertificate(folder, names);
  const open = new Set<Duplex>();
  const joinTo = (from: Duplex, port: number): void => {
    const to = connect(port, "127.0.0.1");
    for (const socket of [from, to]) {
      open.add(socket);
      socket.on("close", () => open.delete(socket)).on("error", () => [from, to].forEach((each) => each.destroy()));
    }
    from.pipe(to).pipe(from);
  };
  const secure = createTlsServer({ key, cert: certificate }, (socket) => {
    joinTo(socket, Number(new URL(apache.url).port));
  });
  const securePort = Number(new URL(await listen(secure)).port);
  const strangers = new Set<string>();
  const proxy = createProxy((asked, response) => {
    const { hostname, pathname, search } = new URL(asked.url ?? "", "http://nobody.invalid");
    if (!isOurs(hostname)) {
      strangers.add(asked.url ?? "");
      response.writeHead(403).end();
      return;
    }
    const { method, headers } = asked;
    request(apache.url + pathname + search, { method, headers, timeout: 60_000 }, (answer) => {
      answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers));
    })
      .on("error", () => response.destroy())
      .end();
  });
  proxy.on("connect", (asked: IncomingMessage, socket: Duplex) => {
    const url = asked.url ?? "";
    const [host = "", port] = url.split(":");
    if (!isOurs(host) || port !== "443") {
      strangers.add(url);
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    socket.write("HTTP/1.1 200 Connected\r\n\r\n");
    joinTo(socket, securePort);
  });
  const proxyUrl = await listen(proxy);
  const proxies = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"].map((name): [string, string] => [
    name,
    proxyUrl,
  ]);
  const trusted = ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"].map((name): [string, string] => [
    name,
    authority,
  ]);
  return {
    http: `${apache.url}/images/cloud/`,
    https: "https://cloud.debian.org/images/cloud/",
    env: {
      ...process.env,
      ...Object.fromEntries([...proxies, ...trusted]),
      no_proxy: "127.0.0.1",
      NO_PROXY: "127.0.0.1",
      READERS_TLS_PORT: String(securePort),
    },
    strangers,
    async end() {
      for (const socket of open) socket.destroy();
      for (const server of [proxy, secure]) await new Promise((resolve) => server.close(resolve));
      await apache.end();
    },
  };
}
