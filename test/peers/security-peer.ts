import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addDays, daysBetween, endOfDay, formatDay, type Day } from "../../images/model/day.ts";
import { day as dayOf } from "../samples/samples.ts";
import type { Pocket, Urgency } from "../../images/releases/security/types.ts";
import { archiveKey, type ArchiveKey } from "./archive-keys.ts";
import { writeDist, type Dist, type PeerPackage } from "./dists.ts";
import { FaultyServer } from "./faulty-server.ts";

/** The suite, and the first day, of a test. */
export interface PeerStart {
  /** `trixie`; for backports the suite for which they are. */
  codename: string;
  arches: readonly string[];
  /** The first day: `2026-07-01`. */
  day: string;
  /** The packages of the suite on that day. */
  packages?: readonly PeerPackage[];
  packing?: Dist["packing"];
}

/** A hole and its fix, as the security team publishes them. */
export interface PeerAdvisory {
  /** `DSA-6001-1` or a `DLA-…`, which is in another list; default: the next number. */
  id?: string;
  source: string;
  /** The source's version with the fix. */
  version: string;
  cves?: readonly string[];
  urgency?: Urgency;
  description?: string;
  /** The source's packages, which come to the security archive on that day; default: a package of the source's name. */
  packages?: readonly PeerPackage[];
}

/** A hole that the tracker knows and no advisory names. */
export interface PeerIssue {
  cve: string;
  source: string;
  /** The source's version with the fix; null: there is none yet. */
  fixed: string | null;
  urgency?: Urgency;
  nodsa?: string;
}

/** The value of the key `security` of a stack's configuration. */
export interface PeerSettings {
  dsa: string;
  dla: string;
  tracker: string;
  archive: { main: string; security: string; keyring: string };
  maxAge: string;
}

interface TrackedRelease {
  status: "open" | "resolved";
  fixed_version?: string;
  urgency: Urgency;
  nodsa?: string;
  repositories: Record<string, string>;
}

/** A list has a new entry after so many days at the latest. */
const longestSilence = 7;
/** Days for which an archive is valid. */
const validFor = 7;

/** Debian's security data of one suite, day by day: lists, tracker and archive, which agree with each other. They are files, and served by HTTP. */
export class SecurityPeer {
  readonly folder: string;
  readonly server: FaultyServer;
  readonly #start: PeerStart;
  readonly #key: ArchiveKey;
  readonly #pockets: Record<Pocket, Map<string, PeerPackage>> = {
    main: new Map(),
    updates: new Map(),
    security: new Map(),
  };
  /** The newest first. */
  readonly #lists: Record<"dsa" | "dla", { day: Day; text: string }[]> = { dsa: [], dla: [] };
  readonly #tracker = new Map<string, Map<string, TrackedRelease>>();
  /** What was signed last for each pocket. An archive signs the same content once. */
  readonly #written = new Map<Pocket, string>();
  #day: Day;
  #released: Day;
  #number = 6000;

  private constructor(start: PeerStart, folder: string, server: FaultyServer, key: ArchiveKey) {
    this.#start = start;
    this.folder = folder;
    this.server = server;
    this.#key = key;
    this.#day = dayOf(start.day);
    this.#released = this.#day;
    for (const each of start.packages ?? []) this.#pockets.main.set(each.name, each);
  }

  static async begin(start: PeerStart): Promise<SecurityPeer> {
    const folder = await mkdtemp(join(tmpdir(), "cloud-images-security-peer-"));
    const key = await archiveKey("Archive of a test", { from: addDays(dayOf(start.day), -1) });
    const peer = new SecurityPeer(start, folder, await FaultyServer.over(folder), key);
    await writeFile(join(folder, "keyring.gpg"), key.keyring);
    await peer.at(start.day);
    return peer;
  }

  /** Settings with web addresses. */
  get settings(): PeerSettings {
    return this.#settingsAt(this.server.url);
  }

  /** Settings with paths. */
  get files(): PeerSettings {
    return this.#settingsAt(this.folder);
  }

  #settingsAt(base: string): PeerSettings {
    const archive = { main: `${base}/debian`, security: `${base}/security`, keyring: join(this.folder, "keyring.gpg") };
    return { dsa: `${base}/DSA`, dla: `${base}/DLA`, tracker: `${base}/tracker.json`, archive, maxAge: "3 days" };
  }

  /** Goes on to a day. What changes by itself changes, and everything is written and signed again. */
  async at(day: string): Promise<void> {
    this.#day = dayOf(day);
    for (const list of ["dsa", "dla"] as const) {
      const newest = this.#lists[list][0];
      if (newest === undefined || daysBetween(newest.day, this.#day) >= longestSilence)
        this.#enter(list, { source: "of-nobody", version: "1.0-1", description: "not in any image" });
    }
    await this.#write();
  }

  /** Publishes an advisory on a day: the list, the tracker and the archive have it. */
  async advise(day: string, advisory: PeerAdvisory): Promise<void> {
    const { source, version, cves = [], urgency = "not yet assigned" } = advisory;
    this.#day = dayOf(day);
    this.#enter(advisory.id?.startsWith("DLA") === true ? "dla" : "dsa", advisory);
    for (const cve of cves) this.#track({ cve, source, fixed: version, urgency });
    for (const each of advisory.packages ?? [{ name: source, version }])
      this.#put("security", { source: { name: source, version }, ...each });
    await this.at(day);
  }

  /** Enters a hole into the tracker alone. */
  async discover(day: string, issue: PeerIssue): Promise<void> {
    this.#track(issue);
    await this.at(day);
  }

  /** Brings packages into a part of the archive. */
  async upload(day: string, pocket: Pocket, packages: readonly PeerPackage[]): Promise<void> {
    for (const each of packages) this.#put(pocket, each);
    if (pocket === "main") this.#released = dayOf(day);
    await this.at(day);
  }

  /** Makes a point release, `13.2`: base-files has its number, and `packages` come to the suite itself. */
  async pointRelease(day: string, number: string, packages: readonly PeerPackage[] = []): Promise<void> {
    const [release = "", point = ""] = number.split(".");
    const baseFiles = { name: "base-files", version: `${release}.8+deb${release}u${point}` };
    await this.upload(day, "main", [baseFiles, ...packages]);
  }

  /** The path of a pocket's InRelease, below the folder and the server. */
  inRelease(pocket: Pocket): string {
    const { codename } = this.#start;
    return {
      main: `debian/dists/${codename}/InRelease`,
      updates: `debian/dists/${codename}-updates/InRelease`,
      security: `security/dists/${codename}-security/InRelease`,
    }[pocket];
  }

  /** The bytes that are served now. A fault may serve them again later. */
  served(path: string): Promise<Buffer> {
    return readFile(join(this.folder, path));
  }

  async close(): Promise<void> {
    await this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  #put(pocket: Pocket, each: PeerPackage): void {
    this.#pockets[pocket].set(each.name, each);
  }

  #track({ cve, source, fixed, urgency = "not yet assigned", nodsa }: PeerIssue): void {
    const known = this.#tracker.get(source) ?? new Map<string, TrackedRelease>();
    this.#tracker.set(source, known);
    known.set(cve, {
      status: fixed === null ? "open" : "resolved",
      ...(fixed !== null && { fixed_version: fixed }),
      urgency,
      ...(nodsa !== undefined && { nodsa }),
      repositories: {},
    });
  }

  #enter(list: "dsa" | "dla", { id, source, version, cves = [], description = "security update" }: PeerAdvisory): void {
    const [, month, year] = new Date(endOfDay(this.#day)).toUTCString().match(/ ([A-Z][a-z]{2}) (\d{4})/) ?? [];
    const date = `${formatDay(this.#day).slice(8)} ${month} ${year}`;
    const lines = [
      `[${date}] ${id ?? `${list.toUpperCase()}-${this.#number++}-1`} ${source} - ${description}`,
      ...(cves.length === 0 ? [] : [`\t{${cves.join(" ")}}`]),
      `\t[${this.#start.codename}] - ${source} ${version}`,
    ];
    this.#lists[list].unshift({ day: this.#day, text: `${lines.join("\n")}\n` });
  }

  async #write(): Promise<void> {
    const { codename, arches, packing = "xz" } = this.#start;
    // the tracker's data changes every day, at least in sources that no image has
    const ofToday = { description: formatDay(this.#day), releases: {} };
    const tracker = { "of-nobody": { "CVE-2000-0001": ofToday }, ...this.#trackerData() };
    await writeFile(join(this.folder, "DSA"), this.#lists.dsa.map(({ text }) => text).join(""));
    await writeFile(join(this.folder, "DLA"), this.#lists.dla.map(({ text }) => text).join(""));
    await writeFile(join(this.folder, "tracker.json"), JSON.stringify(tracker));
    const validUntil = addDays(this.#day, validFor);
    const dists: [string, Pocket, Pick<Dist, "codename" | "suite" | "day" | "validUntil">][] = [
      ["debian", "main", { codename, suite: "stable", day: this.#released, validUntil: null }],
      ["debian", "updates", { codename: `${codename}-updates`, suite: "stable-updates", day: this.#day, validUntil }],
      [
        "security",
        "security",
        { codename: `${codename}-security`, suite: "stable-security", day: this.#day, validUntil },
      ],
    ];
    for (const [archive, pocket, dist] of dists) {
      const whole: Dist = { ...dist, arches, packing, packages: [...this.#pockets[pocket].values()] };
      const content = JSON.stringify(whole);
      if (this.#written.get(pocket) === content) continue;
      await writeDist(join(this.folder, archive), whole, this.#key);
      this.#written.set(pocket, content);
    }
    await this.#date();
  }

  #trackerData(): Record<string, unknown> {
    const { codename } = this.#start;
    return Object.fromEntries(
      [...this.#tracker].map(([source, holes]) => [
        source,
        Object.fromEntries([...holes].map(([cve, release]) => [cve, { releases: { [codename]: release } }])),
      ]),
    );
  }

  /** Sets the times of all files to the day. */
  async #date(): Promise<void> {
    const time = endOfDay(this.#day);
    for (const entry of await readdir(this.folder, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), time, time);
  }
}

export const securityPeer = (start: PeerStart): Promise<SecurityPeer> => SecurityPeer.begin(start);
