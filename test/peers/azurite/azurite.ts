import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { startFile } from "../../../storage/programs/spawn.mjs";
import type { BlobAnswer, BlobEnd, BlobStore } from "../azure/blobs.ts";
import { azuriteMain } from "./install.ts";

/** Starts a server of its own. It ends with this process, however that ends: it reads a pipe from it. */
export async function startAzurite(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-azurite-"));
  const main = await azuriteMain();
  const endsWithUs = "data:text/javascript,process.stdin.resume().on('end',()=>process.exit())";
  const flags = [
    "--blobHost",
    "127.0.0.1",
    "--blobPort",
    "0",
    "--silent",
    "--skipApiVersionCheck",
    "--disableTelemetry",
  ];
  const server = startFile(process.execPath, ["--import", endsWithUs, main, ...flags, "-l", folder], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const stop = async (): Promise<void> => {
    if (server.exitCode === null && server.signalCode === null) {
      server.kill("SIGKILL");
      await once(server, "exit");
    }
    await rm(folder, { recursive: true, force: true });
  };
  for await (const line of createInterface(server.stdout)) {
    const url = /successfully listens on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
    if (url !== undefined) return { url, stop };
  }
  await stop();
  throw new Error("azurite ended before it listened; its words are above");
}

/** The account that every azurite has, and its key, as Microsoft's documentation prints it. */
export const account = "devstoreaccount1";
export const key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/** A container of azurite in a storage account's place: requests are handed on as they are, with a signature for their token. */
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
    // the length of a page blob is what a HEAD is asked for
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

  #ask(method: string, name: string, query: URLSearchParams, headers: Record<string, string> = {}, body?: Buffer) {
    const url = new URL(name === "" ? this.#root : `${this.#root}/${encodeURIComponent(name)}`);
    url.search = new URLSearchParams([...query, ...signature()]).toString();
    const bytes = body === undefined || body.length === 0 ? {} : { body: new Uint8Array(body) };
    return fetch(url, { method, headers: { "x-ms-version": "2024-11-04", ...headers }, ...bytes });
  }
}

/** An account's shared access signature (REST, Create an account SAS): everything on blobs, for an hour. */
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
