import { constants, generateKeyPairSync, privateDecrypt } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Connection } from "../../clients/openstack/connection.ts";
import { findServers } from "../../clients/openstack/services/nova.ts";
import { keyLineOf, metadataNames } from "../../workloads/runner/model/seal.ts";

interface Watch {
  /** The servers that are looked at: by a pattern of their names; default: all. */
  query: { name?: string };
  /** Milliseconds between two looks. */
  pause: number;
  /** Gets each text at every look. */
  use: (text: string) => void | Promise<void>;
}

/** The key of guests that cannot run a program, and what they would do with a text that is sealed to it. */
export class SealedGuests {
  /** The line by which each guest says its key. */
  readonly keyLine: string;
  readonly #key;
  readonly #ended = new AbortController();
  #work: Promise<void> = Promise.resolve();

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 3072 });
    this.keyLine = keyLineOf(publicKey.export({ type: "spki", format: "der" }));
    this.#key = privateKey;
  }

  /** Looks at the servers again and again from now on, and opens what each was left in its metadata. */
  live(connection: Connection, watch: Watch): void {
    this.#work = this.#look(connection, watch);
  }

  async end(): Promise<void> {
    this.#ended.abort();
    await this.#work;
  }

  async #look(connection: Connection, { query, pause, use }: Watch): Promise<void> {
    const { signal } = this.#ended;
    while (!signal.aborted) {
      for (const { metadata } of await findServers(connection, query)) {
        const text = this.#opened(metadata);
        if (text !== undefined) await use(text);
      }
      await setTimeout(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  #opened(metadata: Readonly<Record<string, string>>): string | undefined {
    const parts = Object.keys(metadata)
      .filter((key) => key.startsWith(metadataNames.part))
      .toSorted()
      .map((key) => metadata[key] ?? "");
    if (metadata[metadataNames.key] === undefined || parts.length === 0) return undefined;
    const options = { key: this.#key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };
    return privateDecrypt(options, Buffer.from(parts.join(""), "base64")).toString();
  }
}
