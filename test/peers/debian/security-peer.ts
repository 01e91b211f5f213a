import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addDays, endOfDay, type Day } from "../../../images/model/day.ts";
import { day as dayOf } from "../../samples/samples.ts";
import type { Pocket } from "../../../images/releases/security/types.ts";
import { AdvisoryLists, type PeerAdvisory } from "./advisory-lists.ts";
import { archiveKey, type ArchiveKey } from "./archive-keys.ts";
import { Tracker, type PeerIssue } from "./tracker.ts";
import { writeDist, type Dist, type PeerPackage } from "./dists.ts";
import { FaultyServer } from "../faulty-server.ts";

/** The suite, and the first day, of a test. */
interface PeerStart {
  /** `trixie`; for backports the suite for which they are. */
  codename: string;
  arches: readonly string[];
  /** The first day: `2026-07-01`. */
  day: string;
  /** The packages of the suite on that day. */
  packages?: readonly PeerPackage[];
  packing?: Dist["packing"];
}

/** The value of the key `security` of a stack's configuration. */
export interface PeerSettings {
  dsa: string;
  dla: string;
  tracker: string;
  archive: { main: string; security: string; keyring: string };
  maxAge: string;
}

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
  readonly #lists: AdvisoryLists;
  readonly #tracker: Tracker;
  /** What was signed last for each pocket. An archive signs the same content once. */
  readonly #written = new Map<Pocket, string>();
  #day: Day;
  #released: Day;

  private constructor(start: PeerStart, folder: string, server: FaultyServer, key: ArchiveKey) {
    this.#start = start;
    this.folder = folder;
    this.server = server;
    this.#key = key;
    this.#day = dayOf(start.day);
    this.#released = this.#day;
    this.#lists = new AdvisoryLists(start.codename);
    this.#tracker = new Tracker(start.codename);
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
    this.#lists.breakSilence(this.#day);
    await this.#write();
  }

  /** Publishes an advisory on a day: the list, the tracker and the archive have it. */
  async advise(day: string, advisory: PeerAdvisory): Promise<void> {
    const { source, version, cves = [], urgency = "not yet assigned" } = advisory;
    this.#day = dayOf(day);
    this.#lists.enter(advisory.id?.startsWith("DLA") === true ? "dla" : "dsa", this.#day, advisory);
    for (const cve of cves) this.#tracker.enter({ cve, source, fixed: version, urgency });
    for (const each of advisory.packages ?? [{ name: source, version }])
      this.#put("security", { source: { name: source, version }, ...each });
    await this.at(day);
  }

  /** Enters a vulnerability into the tracker alone. */
  async discover(day: string, issue: PeerIssue): Promise<void> {
    this.#tracker.enter(issue);
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

  async #write(): Promise<void> {
    const { codename, arches, packing = "xz" } = this.#start;
    await writeFile(join(this.folder, "DSA"), this.#lists.text("dsa"));
    await writeFile(join(this.folder, "DLA"), this.#lists.text("dla"));
    await writeFile(join(this.folder, "tracker.json"), this.#tracker.text(this.#day));
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

  /** Sets the times of all files to the day. */
  async #date(): Promise<void> {
    const time = endOfDay(this.#day);
    for (const entry of await readdir(this.folder, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), time, time);
  }
}

export const securityPeer = (start: PeerStart): Promise<SecurityPeer> => SecurityPeer.begin(start);
