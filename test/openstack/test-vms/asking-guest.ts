import { constants, generateKeyPairSync, privateDecrypt, type KeyObject } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { markOf } from "../../../images/boot-tests/collector.ts";
import { keyLineOf, metadataNames } from "../../../workloads/runner/model/seal.ts";
import { toldTempest } from "../../samples/tempest-samples.ts";
import type { Connection } from "../../../clients/openstack/connection.ts";
import { findServers } from "../../../clients/openstack/services/nova.ts";

/** What a server says that asks for its accounts' passwords and has run Tempest, and what it would make of what it is left. */
export class AskingGuest {
  readonly #key: KeyObject;
  readonly #keyLine: string;
  readonly #ended = new AbortController();
  readonly #opened = new Set<string>();
  #work: Promise<void> = Promise.resolve();

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 3072 });
    this.#keyLine = keyLineOf(publicKey.export({ type: "spki", format: "der" }));
    this.#key = privateKey;
  }

  /** Its key, and the results of a run of Tempest. */
  said(run: string, csv: string): string {
    const done = `${markOf(run)} done\n`;
    return `${this.#keyLine}\n${toldTempest(run, csv)}${done}${done}`.replaceAll("\n", "\r\n");
  }

  /** From now on each server that is left something sealed opens it. */
  live(connection: Connection): void {
    this.#work = this.#live(connection);
  }

  /** All that was opened. */
  opened(): string[] {
    return [...this.#opened];
  }

  async end(): Promise<void> {
    this.#ended.abort();
    await this.#work;
  }

  async #live(connection: Connection): Promise<void> {
    while (!this.#ended.signal.aborted) {
      for (const { metadata } of await findServers(connection, {})) this.#open(metadata);
      await setTimeout(300, undefined, { signal: this.#ended.signal }).catch(() => undefined);
    }
  }

  #open(metadata: Readonly<Record<string, string>>): void {
    const parts = Object.keys(metadata)
      .filter((key) => key.startsWith(metadataNames.part))
      .sort()
      .map((key) => metadata[key] ?? "");
    if (metadata[metadataNames.key] === undefined || parts.length === 0) return;
    const options = { key: this.#key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };
    this.#opened.add(privateDecrypt(options, Buffer.from(parts.join(""), "base64")).toString());
  }
}
