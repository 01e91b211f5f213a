import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { day } from "../../../../test/samples/samples.ts";
import { securitySources, type SecuritySource } from "../../../../images/releases/security/types.ts";
import { archiveKey } from "../../../../test/peers/debian/archive-keys.ts";
import type { ServerFault } from "../../../../test/peers/faulty-server.ts";
import { securityPeer, type SecurityPeer } from "../../../../test/peers/debian/security-peer.ts";
import { altered, resigned, withUnsigned } from "../../../../test/peers/spoiled.ts";
import { publicationSchema } from "../../config/config.ts";
import { readSecurity } from "./index.ts";
import { defaultLimits, type Limits } from "../../../../clients/archive/limits.ts";

/**
 * What a server does wrong on 17 July, to somebody who has a copy of the 16th, and to somebody who has none. Bytes of the 15th
 * are at hand as well, to be given out again.
 */

const limits = { ...defaultLimits, bytes: 1 << 20, pause: 1 };
const need = {
  suite: "trixie",
  arches: ["amd64"],
  packages: new Set(["bash", "libssl3t64"]),
  sources: new Set(["bash", "openssl"]),
} as const;

let peer: SecurityPeer;
let copied: string;
let cache: string;
const spoiled = new Map<string, Buffer>();

const read = (text: string, patience: Partial<Limits> = {}) =>
  readSecurity(publicationSchema.shape.security.parse(peer.settings), need, {
    day: day(text),
    cache,
    limits: { ...limits, ...patience },
  });

beforeAll(async () => {
  peer = await securityPeer({
    codename: "trixie",
    arches: ["amd64"],
    day: "2026-07-15",
    packages: [{ name: "bash", version: "5.2.37-2" }],
  });
  const inRelease = () => peer.served(peer.inRelease("security"));
  spoiled.set("list of the 15th", await peer.served("DSA"));
  spoiled.set("tracker of the 15th", await peer.served("tracker.json"));
  spoiled.set("InRelease of the 15th", await inRelease());
  const libssl3t64 = { name: "libssl3t64", version: "3.5.1-1+deb13u1" };
  const openssl = { source: "openssl", version: libssl3t64.version, packages: [libssl3t64] };
  await peer.advise("2026-07-16", { ...openssl, cves: ["CVE-2026-1111"] });
  copied = cache = await mkdtemp(join(tmpdir(), "cloud-images-copies-"));
  await read("2026-07-16");
  const bash = { name: "bash", version: "5.2.37-2+deb13u1" };
  await peer.advise("2026-07-17", { source: "bash", version: bash.version, cves: ["CVE-2026-2222"], packages: [bash] });
  const today = day("2026-07-17");
  const stranger = await archiveKey("Nobody", { from: day("2026-07-01") });
  spoiled.set("half a list", (await peer.served("DSA")).subarray(0, -20));
  spoiled.set("list of its first alone", newestAlone(await peer.served("DSA")));
  spoiled.set("half a tracker", (await peer.served("tracker.json")).subarray(0, -20));
  spoiled.set("altered InRelease", altered(await inRelease()));
  spoiled.set("InRelease of a stranger", await resigned(await inRelease(), stranger, today));
  spoiled.set("InRelease with more", withUnsigned(await inRelease()));
  spoiled.set("InRelease of updates", await peer.served(peer.inRelease("updates")));
  spoiled.set("no package index", Buffer.from("none"));
});
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "cloud-images-faults-"));
});
afterEach(async () => {
  peer.server.heal();
  await rm(cache, { recursive: true });
});
afterAll(async () => {
  await peer.close();
  await rm(copied, { recursive: true });
});

const expectOthersFresh = (sources: Awaited<ReturnType<typeof read>>["sources"], broken: SecuritySource): void => {
  for (const source of securitySources)
    if (source !== broken) expect([source, sources[source].state]).toEqual([source, "fresh"]);
};

const paths: Record<SecuritySource, RegExp> = {
  dsa: /DSA/,
  dla: /DLA/,
  tracker: /tracker/,
  archive: /security.*InRelease/,
};

describe("a server that gives nothing whole", () => {
  const faults: [string, ServerFault, string, Partial<Limits>?][] = [
    ["says nothing", { is: "silent" }, "the server is silent for 0.1 s", { silence: 100 }],
    ["drips", { is: "dripping", every: 50 }, "no whole answer within 0.3 s", { whole: 300 }],
    ["cuts off", { is: "cut off" }, "the answer was cut off"],
    ["promises more than it gives", { is: "wrong length", by: 100 }, "the answer was cut off"],
    ["answers 503", { is: "status", status: 503 }, "the server answers 503"],
    ["answers 404", { is: "status", status: 404 }, "the server answers 404"],
    ["answers with a page", { is: "page" }, "the server answers with a web page"],
    ["never ends", { is: "endless" }, "the server sends more than 1048576 bytes"],
    ["packs too much", { is: "bomb", bytes: 1 << 25 }, "bytes"],
    ["leads round", { is: "redirect", to: "/DSA" }, "redirect count exceeded"],
  ];

  it.each(faults)("and %s: all is missing where there is no copy", async (_, fault, said, patience) => {
    peer.server.fail(/./, fault);
    const { sources } = await read("2026-07-17", patience);
    for (const source of securitySources) {
      expect([source, sources[source].state]).toEqual([source, "missing"]);
      expect(sources[source].reason).toContain(said);
    }
  });

  it.each(faults)("and %s: all is as good as its copy, and what is wrong is said", async (_, fault, said, patience) => {
    await cp(copied, cache, { recursive: true });
    peer.server.fail(/./, fault);
    const { sources, archive } = await read("2026-07-17", patience);
    for (const source of securitySources) {
      expect([source, sources[source].state]).toEqual([source, "fresh"]);
      expect(sources[source].reason).toContain("read 2026-07-16");
      expect(sources[source].reason).toContain(said);
    }
    expect(archive.get("amd64")?.get("libssl3t64")).toHaveLength(1);
  });

  it("and ends before it should, as it said it would: all is missing", async () => {
    peer.server.fail(/./, { is: "wrong length", by: -20 });
    const { sources } = await read("2026-07-17");
    for (const source of securitySources) expect([source, sources[source].state]).toEqual([source, "missing"]);
  });

  it("is not relied on any more as the copy grows old", async () => {
    await cp(copied, cache, { recursive: true });
    peer.server.fail(/./, { is: "status", status: 503 });
    const { sources } = await read("2026-07-20");
    for (const source of securitySources) {
      expect([source, sources[source].state]).toEqual([source, "stale"]);
      expect(sources[source].reason).toContain("the copy of 2026-07-16 is older than 3 days");
      expect(sources[source].reason).toContain("the server answers 503");
    }
  });

  it.each(securitySources)("in %s alone takes nothing from the others", async (source) => {
    peer.server.fail(paths[source], { is: "cut off" });
    const { sources } = await read("2026-07-17");
    expect(sources[source].state).toBe("missing");
    expectOthersFresh(sources, source);
  });
});

describe("a server that gives what cannot be right", () => {
  const wrong: [string, SecuritySource, RegExp, RegExp][] = [
    [
      "list of the 15th",
      "dsa",
      paths.dsa,
      /the list has \d+ entries, and had \d+ before|older than that of 2026-07-16/,
    ],
    ["list of its first alone", "dsa", paths.dsa, /the list has 1 entries, and had 2 before/],
    ["empty list", "dsa", paths.dsa, /\/DSA, line 1: expected a list with entries/],
    ["half a list", "dsa", paths.dsa, /cut off/],
    ["tracker of the 15th", "tracker", paths.tracker, /data of 2026-07-15.*, older than that of 2026-07-16/],
    ["half a tracker", "tracker", paths.tracker, /tracker\.json/],
    ["InRelease of the 15th", "archive", paths.archive, /2026-07-15.*no older one than that of 2026-07-16/],
    ["altered InRelease", "archive", paths.archive, /Signed digest did not match/],
    ["InRelease of a stranger", "archive", paths.archive, /the keyring has no key/],
    ["InRelease with more", "archive", paths.archive, /not one signed message/],
    ["InRelease of updates", "archive", paths.archive, /trixie-updates, expected the InRelease of trixie-security/],
    ["no package index", "archive", /security.*(Packages|by-hash)/, /the file that InRelease lists/],
  ];
  const give = (name: string, path: RegExp) => {
    const body = spoiled.get(name) ?? Buffer.alloc(0);
    peer.server.fail(path, {
      is: "other",
      body,
      ...(name.endsWith("15th") && { lastModified: new Date("2026-07-15") }),
    });
  };

  it.each(wrong)("%s: the copy is in doubt too", async (name, source, path, said) => {
    await cp(copied, cache, { recursive: true });
    give(name, path);
    const { sources, advisories, issues, archive } = await read("2026-07-17");
    expect(sources[source].state).toBe("stale");
    expect(sources[source].reason).toMatch(said);
    expectOthersFresh(sources, source);
    expect(advisories.map((each) => each.source)).toContain("openssl");
    expect(issues.get("openssl")).toHaveLength(1);
    expect(archive.get("amd64")?.get("libssl3t64")).toHaveLength(1);
  });

  it.each(wrong)("%s: nothing of it is kept", async (name, source, path) => {
    await cp(copied, cache, { recursive: true });
    give(name, path);
    await read("2026-07-17");
    peer.server.heal();
    peer.server.fail(path, { is: "status", status: 503 });
    expect((await read("2026-07-17")).sources[source].reason).toContain("read 2026-07-16");
  });

  it.each(wrong.filter(([name]) => !/15th|first/.test(name)))(
    "%s: missing without a copy",
    async (name, source, path, said) => {
      give(name, path);
      const { sources } = await read("2026-07-17");
      expect(sources[source].state).toBe("missing");
      expect(sources[source].reason).toMatch(said);
      expect(sources[source].reason).not.toMatch(/(http\S+): \1/);
      expectOthersFresh(sources, source);
    },
  );

  it("is found out although the copy itself is gone, by what is remembered of it", async () => {
    await cp(copied, cache, { recursive: true });
    give("InRelease of the 15th", paths.archive);
    await forgetBodies(cache);
    const { state, reason } = (await read("2026-07-17")).sources.archive;
    expect([state, reason]).toEqual(["missing", expect.stringContaining("no older one than that of 2026-07-16")]);
  });
});

const newestAlone = (list: Buffer): Buffer => list.subarray(0, list.indexOf("\n[") + 1);

/** Keeps the metadata, without the data. */
async function forgetBodies(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (!name.endsWith(".json")) await rm(join(folder, name));
}

describe("an arch that a part of the archive does not have", () => {
  it("is not known, and the archive is said to be missing", async () => {
    const facts = await readSecurity(
      publicationSchema.shape.security.parse(peer.settings),
      { ...need, arches: ["amd64", "riscv64"] },
      { day: day("2026-07-17"), cache, limits },
    );
    expect(facts.sources.archive.state).toBe("missing");
    expect(facts.sources.archive.reason).toContain("binary-riscv64");
    expect(facts.archive.size).toBe(0);
  });
});
