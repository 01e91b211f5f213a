import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { day } from "../../../../test/samples/samples.ts";
import type { SecurityFacts } from "../../../../images/releases/security/types.ts";
import { handedOrRead, handOver } from "./handed.ts";
import type { SecurityNeed } from "./index.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "handed-"))));
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const need: SecurityNeed = {
  suite: "trixie",
  arches: ["amd64", "arm64"],
  packages: new Set(["openssl", "libssl3t64"]),
  sources: new Set(["openssl"]),
};
const source = { name: "openssl", version: "3.5.1-1+deb13u2" };
const facts: SecurityFacts = {
  advisories: [
    {
      id: "DSA-6200-1",
      day: day("2026-07-17"),
      source: "openssl",
      description: "security update",
      cves: ["CVE-2026-1000"],
      fixes: new Map([
        ["trixie", { is: "fixed", version: source.version }],
        ["sid", { is: "not-affected" }],
      ]),
    },
  ],
  issues: new Map([
    ["openssl", [{ cve: "CVE-2026-1000", status: "resolved", fixed: source.version, urgency: "low", noDsa: false }]],
  ]),
  archive: new Map([["amd64", new Map([["openssl", [{ version: source.version, source, pocket: "security" }]]])]]),
  sources: {
    dsa: { state: "fresh", reason: "read 2026-07-17" },
    dla: { state: "not configured", reason: "" },
    tracker: { state: "stale", reason: "the server answers 503" },
    archive: { state: "missing", reason: "no keyring" },
  },
};

/** The program's process has read nothing itself. */
async function inProgram() {
  vi.resetModules();
  for (const [name, value] of Object.entries(await handOver(folder))) vi.stubEnv(name, value);
  return (await import("./handed.ts")).handedOrRead;
}

const asked = vi.fn(() => Promise.resolve(facts));
beforeEach(() => asked.mockClear());

test("what a command has read is what its program plans from: nobody is asked again", async () => {
  await handedOrRead(need, asked);
  const handed = await inProgram();
  asked.mockClear();
  const again = { ...need, packages: new Set([...need.packages].toReversed()) };
  expect(await handed(again, asked)).toEqual(facts);
  expect(asked).not.toHaveBeenCalled();
});

test("what the command had no need of is read", async () => {
  await handedOrRead(need, asked);
  const handed = await inProgram();
  asked.mockClear();
  await handed({ ...need, suite: "bookworm" }, asked);
  expect(asked).toHaveBeenCalledOnce();
});

test("a program that nobody handed anything reads for itself", async () => {
  await handedOrRead(need, asked);
  expect(asked).toHaveBeenCalledOnce();
});
