import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { day } from "../../../images/samples.ts";
import { securityPeer, type SecurityPeer } from "../../../test/peers/security-peer.ts";
import { publicationSchema } from "../../config/schema.ts";
import { readSecurity } from "./index.ts";
import { defaultLimits } from "./limits.ts";

const limits = { ...defaultLimits, whole: 2_000, silence: 300, pause: 1 };
const need = {
  suite: "trixie",
  arches: ["amd64", "arm64"],
  packages: new Set(["libssl3t64", "bash"]),
  sources: new Set(["openssl", "bash"]),
} as const;
let peer: SecurityPeer;
let cache: string;

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), "security-cache-"));
  peer = await securityPeer({
    codename: "trixie",
    arches: ["amd64", "arm64"],
    day: "2026-05-18",
    packages: [{ name: "bash", version: "5.2-1" }],
  });
});
afterAll(async () => {
  await peer.close();
  await rm(cache, { recursive: true });
});
const read = (text: string, settings: object = peer.settings) =>
  readSecurity(publicationSchema.shape.security.parse(settings), need, { day: day(text), cache, limits });

describe("security", () => {
  it("reads", async () => {
    const facts = await read("2026-05-18");
    console.dir(facts, { depth: 6 });
    await peer.advise("2026-05-19", {
      source: "openssl",
      version: "3.5.1-1+deb13u1",
      cves: ["CVE-2026-1234"],
      packages: [{ name: "libssl3t64", version: "3.5.1-1+deb13u1" }],
    });
    console.dir(await read("2026-05-19"), { depth: 6 });
    console.log(await readdir(cache), peer.server.exchanges);
    console.dir((await read("2026-05-19", peer.files)).sources, { depth: 6 });
  });
});
