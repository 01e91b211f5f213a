import { constants, generateKeyPairSync, privateDecrypt, type KeyObject } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GitlabRunnerInputs } from "../../../clients/gitlab/runner-inputs.ts";
import { keyLineOf, metadataNames } from "../model/seal.ts";
import { GitlabRunners } from "../../../test/peers/gitlab-runners.ts";
import { createRunner, readRunner } from "../../../clients/gitlab/runners.ts";
import { drain } from "./drain.ts";
import { descriptionOf, handOver, type Parties } from "./hand-over.ts";

/** A server that is ready after a few looks: it prints its key, and shows GitLab the decrypted token. */
class FakeServer {
  status = "ACTIVE";
  metadata: Record<string, string> = {};
  /** Looks at the console until it says its key. */
  silent = 2;
  readonly #key: KeyObject;
  readonly #line: string;

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 3072 });
    this.#key = privateKey;
    this.#line = keyLineOf(publicKey.export({ type: "spki", format: "der" }));
  }

  async console(): Promise<string> {
    this.silent -= 1;
    return this.silent < 0 ? `booting\n${this.#line}\n` : "booting\n";
  }

  async showToken(gitlab: string): Promise<void> {
    const parts = [0, 1, 2].map((part) => this.metadata[`${metadataNames.part}${part}`] ?? "");
    const options = { key: this.#key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };
    const token = privateDecrypt(options, Buffer.from(parts.join(""), "base64")).toString();
    await fetch(`${gitlab}/api/v4/runners/verify`, { method: "POST", body: new URLSearchParams({ token }) });
  }
}

let gitlab: GitlabRunners;
let server: FakeServer;
beforeEach(async () => {
  gitlab = await GitlabRunners.start();
  server = new FakeServer();
});
afterEach(() => gitlab.end());

const news = (more: Partial<GitlabRunnerInputs> = {}): GitlabRunnerInputs => ({
  gitlab: gitlab.url,
  owner: { group: 7 },
  name: "casulana-amd64-1a2b3c4d",
  tags: ["amd64"],
  untagged: false,
  cloud: "casulana",
  server: "5f0c6a52",
  setUp: 1,
  drain: 1,
  ...more,
});

const access = (token = gitlab.token): Parties["gitlab"] => ({
  url: gitlab.url,
  token,
  signal: AbortSignal.timeout(20_000),
});

/** `before`: instead of leaving the metadata, the run is killed. */
const parties = (before?: "leaving"): Parties => ({
  gitlab: access(),
  pause: 5,
  report: () => undefined,
  server: {
    state: async () => ({ status: server.status, fault: "No valid host was found", metadata: server.metadata }),
    console: () => server.console(),
    async leave(metadata) {
      if (before === "leaving") throw new Error("killed");
      server.metadata = { ...server.metadata, ...metadata };
      await server.showToken(gitlab.url);
    },
    async clear() {
      server.metadata = {};
    },
  },
});

const deeds = () => gitlab.deeds.map(({ deed }) => deed);

describe("handing a token over", () => {
  it("waits for the server's key, and ends when GitLab has heard of the runner; nothing is left in the metadata", async () => {
    expect(await handOver(parties(), news())).toBe(1);
    expect(deeds()).toEqual(["created", "contacted"]);
    expect(server.metadata).toEqual({});
    expect(gitlab.runners[0]).toMatchObject({ description: descriptionOf(news()), tags: ["amd64"] });
  });

  it("changes nothing when it is repeated", async () => {
    await handOver(parties(), news());
    expect(await handOver(parties(), news())).toBe(1);
    expect(deeds()).toEqual(["created", "contacted"]);
  });

  it("asks for a new token where a killed run made the runner and did not deliver it", async () => {
    await expect(handOver(parties("leaving"), news())).rejects.toThrow("killed");
    expect(await handOver(parties(), news())).toBe(1);
    expect(deeds()).toEqual(["created", "token reset", "contacted"]);
  });

  it("delivers anew when the server was started again and has another key", async () => {
    server.metadata = { [metadataNames.key]: "0123456789abcdef", [`${metadataNames.part}0`]: "sealed for the old key" };
    await createRunner(access(), news().owner, { ...news(), description: descriptionOf(news()) });
    expect(await handOver(parties(), news())).toBe(1);
    expect(deeds()).toEqual(["created", "token reset", "contacted"]);
  });

  it("makes another runner for another server of the same name", async () => {
    await handOver(parties(), news());
    expect(await handOver(parties(), news({ server: "77aa01" }))).toBe(2);
  });

  it("says that the server is broken, and makes no runner for it", async () => {
    server.status = "ERROR";
    await expect(handOver(parties(), news())).rejects.toThrow(
      /"ERROR: No valid host was found": expected a server that runs/,
    );
    expect(deeds()).toEqual([]);
  });

  it("says what it waited for when the time is over", async () => {
    server.silent = Number.MAX_SAFE_INTEGER;
    await expect(handOver(parties(), news({ setUp: 0 }))).rejects.toThrow(/it printed no key on its console/);
  });

  it("says which token it needs, and not which it had", async () => {
    const wrong = `glpat-${"a1b2c3d4".repeat(3)}`;
    const asked = handOver({ ...parties(), gitlab: access(wrong) }, news());
    await expect(asked).rejects.toThrow(/401.*create_runner and manage_runner/);
    await expect(asked).rejects.not.toThrow(wrong);
  });
});

describe("draining a runner", () => {
  const drained = (more: Partial<GitlabRunnerInputs> = {}) => drain(parties(), { ...news(more), runner: 1 });

  beforeEach(async () => {
    await handOver(parties(), news());
    gitlab.deeds.length = 0;
  });

  it("takes it from GitLab at once when it has no job", async () => {
    await drained();
    expect(deeds()).toEqual(["paused", "deleted"]);
  });

  it("waits for its jobs", async () => {
    gitlab.jobs.set(1, ["https://salsa.debian.org/job/1"]);
    const draining = drained();
    await expect.poll(deeds).toEqual(["paused"]);
    gitlab.jobs.delete(1);
    await draining;
    expect(deeds()).toEqual(["paused", "deleted"]);
  });

  it("leaves it paused when a job outlasts the time, and names the job", async () => {
    gitlab.jobs.set(1, ["https://salsa.debian.org/job/1"]);
    await expect(drained({ drain: 0 })).rejects.toThrow(/"https:\/\/salsa.debian.org\/job\/1": expected jobs that end/);
    expect(deeds()).toEqual(["paused"]);
    expect(await readRunner(access(), 1)).toMatchObject({ paused: true });
  });

  it("has nothing to do when it is gone", async () => {
    await drained();
    await drained();
    expect(deeds()).toEqual(["paused", "deleted"]);
  });
});
