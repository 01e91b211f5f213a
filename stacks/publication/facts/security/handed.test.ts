import { beforeEach, expect, test, vi } from "vitest";
import { day } from "../../../../test/samples/samples.ts";
import type { SecurityFacts } from "../../../../images/releases/security/types.ts";
import { handedOrRead, handOver } from "./handed.ts";
import type { SecurityNeed } from "./index.ts";

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

const asked = vi.fn(() => Promise.resolve(facts));
beforeEach(async () => {
  await handedOrRead(need, asked);
  asked.mockClear();
});

test("what a command has read is what its program plans from: nobody is asked again", async () => {
  const again = { ...need, packages: new Set([...need.packages].toReversed()) };
  expect(await handOver(() => handedOrRead(again, asked))).toEqual(facts);
  expect(asked).not.toHaveBeenCalled();
});

test("what the command had no need of is read", async () => {
  await handOver(() => handedOrRead({ ...need, suite: "bookworm" }, asked));
  expect(asked).toHaveBeenCalledOnce();
});

test.each<[string, () => Promise<unknown>]>([
  ["ended", () => Promise.resolve()],
  ["failed", () => Promise.reject(new Error("the engine is gone"))],
])("after a program that %s, the next plan reads for itself", async (_how, program) => {
  await handOver(program).catch(() => undefined);
  await handedOrRead(need, asked);
  expect(asked).toHaveBeenCalledOnce();
});
