import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Suite } from "../../../../images/model/definitions/suites.ts";
import { day } from "../../../../test/samples/samples.ts";
import { securitySources, type SecurityFacts } from "../../../../images/releases/security/types.ts";
import { securityPeer, type PeerSettings, type SecurityPeer } from "../../../../test/peers/debian/security-peer.ts";
import { publicationSchema } from "../../config/config.ts";
import { readSecurity, type SecurityNeed } from "./index.ts";
import { defaultLimits } from "../../../../clients/archive/limits.ts";

const libssl = { name: "libssl3t64", version: "3.5.1-1+deb13u1" };
const fixed = { source: "openssl", version: "3.5.1-1+deb13u1", cves: ["CVE-2026-1111"], packages: [libssl] };
const need: SecurityNeed = {
  suite: "trixie",
  arches: ["amd64", "arm64"],
  packages: new Set(["bash", "libssl3t64"]),
  sources: new Set(["bash", "openssl"]),
};

const limits = { ...defaultLimits, pause: 1 };

let peer: SecurityPeer;
let cache: string;

interface Choice {
  settings?: Partial<PeerSettings>;
  suite?: Suite;
  folder?: string;
}

const settingsOf = (own: Partial<PeerSettings> = {}) =>
  publicationSchema.shape.security.parse({ ...peer.settings, ...own });
const read = (text: string, { settings, suite = "trixie", folder = cache }: Choice = {}): Promise<SecurityFacts> =>
  readSecurity(settingsOf(settings), { ...need, suite }, { day: day(text), cache: folder, limits });
const states = ({ sources }: SecurityFacts): string[] => securitySources.map((source) => sources[source].state);
const allFresh = ["fresh", "fresh", "fresh", "fresh"];
const asked = (): string[] => peer.server.exchanges.map(({ path, status }) => `${status} ${path}`);

/** A server of trixie's security data, on which openssl has a fix since 2026-07-17. */
async function trixiePeer(): Promise<SecurityPeer> {
  const begun = await securityPeer({
    codename: "trixie",
    arches: ["amd64", "arm64"],
    day: "2026-07-15",
    packages: [
      { name: "bash", version: "5.2.37-2" },
      { name: "zsh", version: "5.9-8" },
    ],
  });
  await begun.advise("2026-07-17", fixed);
  return begun;
}

beforeAll(async () => {
  peer = await trixiePeer();
});
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "cloud-images-security-"));
  peer.server.exchanges.length = 0;
});
afterEach(async () => {
  peer.server.heal();
  await rm(cache, { recursive: true, force: true });
});
afterAll(() => peer.close());

describe("what is known of a suite", () => {
  it("is what advisories, tracker and archive say of what images have", async () => {
    const facts = await read("2026-07-17");
    expect(states(facts)).toEqual(allFresh);
    expect(facts.advisories[0]).toMatchObject({ source: "openssl", cves: ["CVE-2026-1111"], day: day("2026-07-17") });
    expect([...facts.issues]).toEqual([
      ["openssl", [expect.objectContaining({ cve: "CVE-2026-1111", status: "resolved", fixed: fixed.version })]],
    ]);
    expect([...facts.archive.keys()]).toEqual(["amd64", "arm64"]);
    const source = { name: "openssl", version: fixed.version };
    expect(facts.archive.get("arm64")).toEqual(
      new Map([
        ["bash", [{ version: "5.2.37-2", source: { name: "bash", version: "5.2.37-2" }, pocket: "main" }]],
        ["libssl3t64", [{ version: libssl.version, source, pocket: "security" }]],
      ]),
    );
  });

  it("is, of backports, what is known of their stable suite: what only they have is not in stable", async () => {
    const [stable, backports] = [await read("2026-07-17"), await read("2026-07-17", { suite: "trixie-backports" })];
    expect(backports).toEqual(stable);
    expect(asked().join()).not.toContain("backports");
  });

  it("is nothing where nothing is configured, and that is said", async () => {
    const facts = await readSecurity(publicationSchema.shape.security.parse({}), need, {
      day: day("2026-07-17"),
      cache,
    });
    expect(states(facts)).toEqual(securitySources.map(() => "not configured"));
    expect(facts.sources.dla.reason).toBe("cloud-images:security.dla is not set");
  });

  it("is read from files as well, which count as of their last change", async () => {
    expect(states(await read("2026-07-17", { settings: peer.files }))).toEqual(allFresh);
    expect(states(await read("2026-07-21", { settings: peer.files }))).toEqual(["stale", "stale", "stale", "stale"]);
  });

  it("lacks a file that is not there, or is another than InRelease lists", async () => {
    const { sources } = await read("2026-07-17", { settings: { ...peer.files, dsa: join(cache, "nowhere") } });
    expect(sources.dsa).toEqual({ state: "missing", reason: expect.stringContaining("ENOENT") as string });
    expect(sources.dla.state).toBe("fresh");
  });

  it("lacks the archive where the keyring is not there", async () => {
    const archive = { ...peer.settings.archive, keyring: join(cache, "nowhere.gpg") };
    const { sources } = await read("2026-07-17", { settings: { archive } });
    expect(sources.archive).toMatchObject({
      state: "missing",
      reason: expect.stringContaining("OpenPGP keyring") as string,
    });
  });

  it("says when an archive stands still, whatever its server says", async () => {
    const { sources } = await read("2026-07-21");
    expect(sources.archive).toMatchObject({
      state: "stale",
      reason: "the archive's newest InRelease was signed on 2026-07-17",
    });
  });
});

describe("testing and unstable", () => {
  it("have one part of the archive", async () => {
    const sid = await securityPeer({ codename: "sid", arches: ["amd64"], day: "2026-07-17", packing: "gz" });
    try {
      const facts = await readSecurity(
        publicationSchema.shape.security.parse(sid.settings),
        { ...need, suite: "sid", arches: ["amd64"] },
        { day: day("2026-07-17"), cache },
      );
      expect(facts.sources.archive.state).toBe("fresh");
      const dists = sid.server.exchanges.filter(({ path }) => path.includes("dists")).map(({ path }) => path);
      expect(dists).toEqual(["/debian/dists/sid/InRelease", "/debian/dists/sid/main/binary-amd64/Packages.gz"]);
    } finally {
      await sid.close();
    }
  });
});

describe("what was fetched", () => {
  it("is not sent again where nothing changed", async () => {
    const first = await read("2026-07-17");
    peer.server.exchanges.length = 0;
    expect(await read("2026-07-17")).toEqual(first);
    expect(asked().filter((each) => !each.startsWith("304"))).toEqual([]);
    expect(asked().some((each) => each.includes("Packages"))).toBe(false);
  });

  it("is asked for once with the same settings, by however many suites", async () => {
    const settings = settingsOf();
    const at = { day: day("2026-07-17"), cache };
    const suites = ["trixie", "trixie-backports", "trixie"] as const;
    await Promise.all(suites.map((suite) => readSecurity(settings, { ...need, suite }, at)));
    expect(new Set(asked()).size).toBe(asked().length);
  });

  it("is fetched again where the copy is damaged", async () => {
    const first = await read("2026-07-17");
    for (const name of await readdir(cache)) if (!name.endsWith(".json")) await writeFile(join(cache, name), "damaged");
    peer.server.exchanges.length = 0;
    expect(await read("2026-07-17")).toEqual(first);
    expect(asked().filter((each) => each.startsWith("304"))).toEqual([]);
  });

  it("is fetched again where what is remembered of it is damaged", async () => {
    const first = await read("2026-07-17");
    for (const name of await readdir(cache)) if (name.endsWith(".json")) await writeFile(join(cache, name), '{"url": ');
    expect(await read("2026-07-17")).toEqual(first);
  });

  it("is read where it cannot be kept", async () => {
    const inTheWay = join(cache, "file");
    await writeFile(inTheWay, "");
    const before = await ownFolders();
    expect(states(await read("2026-07-17", { folder: join(inTheWay, "cache") }))).toEqual(allFresh);
    expect(await ownFolders()).toEqual(before);
  });

  it("is whole although two read at once", async () => {
    const [one, other] = await Promise.all([read("2026-07-17"), read("2026-07-17")]);
    expect(one).toEqual(other);
    peer.server.fail(/./, { is: "status", status: 503 });
    expect(states(await read("2026-07-17"))).toEqual(allFresh);
  });

  it("is kept alone: what killed runs left goes", async () => {
    const leftover = join(cache, ".DSA-x.123e4567-e89b-12d3-a456-426614174000.new");
    await writeFile(leftover, "half");
    const long = new Date("2026-01-01");
    await utimes(leftover, long, long);
    await read("2026-07-17");
    const names = await readdir(cache);
    expect(names.filter((name) => name.endsWith(".new"))).toEqual([]);
    expect(names.filter((name) => name.endsWith(".json"))).toHaveLength(names.length / 2);
  });
});

/** A stand-in for a cache that cannot be written. */
const ownFolders = async (): Promise<string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith("cloud-images-reading-"));

it("is told day by day: a vulnerability, its fix, a point release", async () => {
  const own = await trixiePeer();
  onTestFinished(() => own.close());
  const bash = { name: "bash", version: "5.2.37-2+deb13u1" };
  await own.discover("2026-07-18", { cve: "CVE-2026-2222", source: "bash", fixed: null, urgency: "low" });
  const open = await read("2026-07-18", { settings: own.settings });
  await own.discover("2026-07-20", { cve: "CVE-2026-2222", source: "bash", fixed: bash.version, urgency: "low" });
  await own.pointRelease("2026-07-21", "13.2", [bash]);
  const closed = await read("2026-07-21", { settings: own.settings });
  expect([open, closed].map(({ issues }) => issues.get("bash")?.map(({ status }) => status))).toEqual([
    ["open"],
    ["resolved"],
  ]);
  expect(
    [open, closed].map(({ archive }) =>
      archive
        .get("amd64")
        ?.get("bash")
        ?.map(({ version }) => version),
    ),
  ).toEqual([["5.2.37-2"], [bash.version]]);
  expect(states(closed)).toEqual(allFresh);
});
