import { createHmac, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BlobAnswer, BlobEnd, BlobStore } from "../azure/blobs.ts";
import { startServer, type StartedServer } from "../started-server.ts";
import { azuriteMain } from "./install.ts";

/** Starts an azurite of the test's own. */
export async function startAzurite(): Promise<StartedServer> {
  const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-azurite-"));
  const endsWithInput = "data:text/javascript,process.stdin.resume().on('end',()=>process.exit())";
  const place = ["--blobHost", "127.0.0.1", "--blobPort", "0", "-l", folder];
  const flags = ["--silent", "--skipApiVersionCheck", "--disableTelemetry"];
  const server = await startServer({
    name: "azurite",
    program: process.execPath,
    args: ["--import", endsWithInput, await azuriteMain(), ...place, ...flags],
    listening: /successfully listens on http:\/\/127\.0\.0\.1:(\d+)/,
  });
  return {
    ...server,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The account of every azurite, and its key, by Microsoft's documentation. */
export const account = "devstoreaccount1";
export const key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/** A container of azurite that replaces the stand-in's. It hands requests on, with a signature in the place of their token. */
export class AzuriteBlobs implements BlobStore {
  written = 0;
  readonly #root: string;
  readonly container = `c-${randomUUID()}`;

  private constructor(url: string) {
    this.#root = `${url}/${account}/${this.container}`;
  }

  static async open(url: string): Promise<AzuriteBlobs> {
    const blobs = new AzuriteBlobs(url);
    await blobs.#ask("PUT", "", new URLSearchParams({ restype: "container" }));
    return blobs;
  }

  async answer(
    method: string,
    name: string,
    query: URLSearchParams,
    headers: Headers,
    body: Buffer,
  ): Promise<BlobAnswer> {
    const passed = [...headers].filter(([header]) => /^(x-ms-|if-|content-md5$)/.test(header));
    const answer = await this.#ask(method, name, query, Object.fromEntries(passed), body);
    if (answer.ok && query.get("comp") === "page") this.written += body.length;
    // a HEAD asks for the length of a page blob
    const kept = [...answer.headers].filter(([header]) => /^x-ms-|^content-length$/.test(header));
    return { status: answer.status, headers: Object.fromEntries(kept), body: await answer.text() };
  }

  async end(name: string): Promise<BlobEnd | undefined> {
    const head = await this.#ask("HEAD", name, new URLSearchParams());
    if (!head.ok) return undefined;
    const size = Number(head.headers.get("content-length"));
    const last = await this.#ask("GET", name, new URLSearchParams(), {
      "x-ms-range": `bytes=${size - 512}-${size - 1}`,
    });
    return { size, footer: Buffer.from(await last.arrayBuffer()) };
  }

  async bytes(name: string): Promise<Buffer | undefined> {
    const answer = await this.#ask("GET", name, new URLSearchParams());
    return answer.ok ? Buffer.from(await answer.arrayBuffer()) : undefined;
  }

  /** Takes all blobs away. */
  async empty(): Promise<void> {
    for (const method of ["DELETE", "PUT"]) {
      const answer = await this.#ask(method, "", new URLSearchParams({ restype: "container" }));
      if (!answer.ok) throw new Error(`${method} ${this.container}: ${answer.status} ${await answer.text()}`);
    }
  }

  #ask(method: string, name: string, query: URLSearchParams, headers: Record<string, string> = {}, body?: Buffer) {
    const url = new URL(name === "" ? this.#root : `${this.#root}/${encodeURIComponent(name)}`);
    url.search = new URLSearchParams([...query, ...signature()]).toString();
    const bytes = body === undefined || body.length === 0 ? {} : { body: new Uint8Array(body) };
    return fetch(url, { method, headers: { "x-ms-version": "2024-11-04", ...headers }, ...bytes });
  }
}

/** A shared access signature of the account, which permits everything on blobs for an hour (REST, Create an account SAS). */
function signature(): [string, string][] {
  const [version, services, types, permissions, protocol] = ["2024-11-04", "b", "sco", "rwdlac", "https,http"];
  const ends = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z$/, "Z");
  const signed = [account, permissions, services, types, "", ends, "", protocol, version, "", ""].join("\n");
  return [
    ["sv", version],
    ["ss", services],
    ["srt", types],
    ["sp", permissions],
    ["se", ends],
    ["spr", protocol],
    ["sig", createHmac("sha256", Buffer.from(key, "base64")).update(signed).digest("base64")],
  ];
}
