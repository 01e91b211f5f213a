import { constants, generateKeyPairSync, privateDecrypt, type KeyObject } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { keyLineOf, metadataNames } from "../../../workloads/runner/model/seal.ts";
import type { Connection } from "../../../clients/openstack/connection.ts";
import { findServers } from "../../../clients/openstack/services/nova.ts";

/** The key that every server of the talking disk says, and what a real one would do with a token sealed to it. */
export class Guests {
  /** What the servers say. */
  readonly said: string;
  readonly #key: KeyObject;
  readonly #ended = new AbortController();
  #work: Promise<void> = Promise.resolve();

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 3072 });
    this.said = keyLineOf(publicKey.export({ type: "spki", format: "der" }));
    this.#key = privateKey;
  }

  /** From now on each server that is left a sealed token opens it and shows it to GitLab. */
  live(connection: Connection, name: string, gitlab: string): void {
    this.#work = this.#live(connection, name, gitlab);
  }

  async end(): Promise<void> {
    this.#ended.abort();
    await this.#work;
  }

  async #live(connection: Connection, name: string, gitlab: string): Promise<void> {
    while (!this.#ended.signal.aborted) {
      for (const { metadata } of await findServers(connection, { name })) {
        const token = this.#opened(metadata);
        if (token === undefined) continue;
        await fetch(`${gitlab}/api/v4/runners/verify`, { method: "POST", body: new URLSearchParams({ token }) });
      }
      await setTimeout(500, undefined, { signal: this.#ended.signal }).catch(() => undefined);
    }
  }

  #opened(metadata: Readonly<Record<string, string>>): string | undefined {
    if (metadata[metadataNames.key] === undefined) return undefined;
    const parts = Object.keys(metadata)
      .filter((key) => key.startsWith(metadataNames.part))
      .sort()
      .map((key) => metadata[key] ?? "");
    const options = { key: this.#key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };
    return privateDecrypt(options, Buffer.from(parts.join(""), "base64")).toString();
  }
}
