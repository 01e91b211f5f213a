import { z } from "zod";
import { addDays, formatDay, type Day } from "../../../images/model/day.ts";
import { day as dayOf, version as versionOf } from "../../samples/samples.ts";
import type { Version } from "../../../images/model/version.ts";
import { securityPeer, type SecurityPeer } from "../../peers/debian/security-peer.ts";
import { expectExit } from "../../engine/command/said.ts";
import { World } from "../../engine/world/world.ts";
import { arches, packagesIn, packagesUpdated, sourceVersionIn, type ArchiveState } from "./archive.ts";
import { firstDay, type Deed } from "./story.ts";

const members = ["ec2/amd64", "ec2/arm64"] as const;
const expect = { required: [...members], bestEffort: [] };

const decided = z.array(
  z.object({ decision: z.object({ rule: z.string(), version: z.string().nullable(), acts: z.boolean() }) }),
);

type Decided = z.output<typeof decided>[number]["decision"];

/** A daily stack, a release stack that publishes by itself, and Debian's security data, from day to day. */
export class Months {
  readonly daily: World;
  readonly release: World;
  readonly #peer: SecurityPeer;
  #archive: ArchiveState = { updates: {}, rebuilds: 0 };
  #day: Day = dayOf(firstDay);
  #count = 2526;

  private constructor(daily: World, release: World, peer: SecurityPeer) {
    this.daily = daily;
    this.release = release;
    this.#peer = peer;
  }

  static async begin(): Promise<Months> {
    const packages = packagesIn({ updates: {}, rebuilds: 0 });
    const peer = await securityPeer({ codename: "trixie", arches, day: firstDay, packages });
    const security = peer.settings;
    const daily = await World.begin({ expect, dailyPublish: "changed", security });
    const release = await daily.beside("release", { channel: "release", expect, security, release: { mode: "auto" } });
    return new Months(daily, release, peer);
  }

  async end(): Promise<void> {
    await this.daily.end();
    await this.#peer.close();
  }

  get today(): string {
    return formatDay(this.#day);
  }

  get version(): Version {
    return versionOf(`${this.today.replaceAll("-", "")}-${this.#count}`);
  }

  /** Makes the build of the day, of what the archive has in the morning, and runs the daily stack. */
  async build(): Promise<void> {
    await this.#peer.at(this.today);
    for (const world of [this.daily, this.release]) world.day(this.today);
    const { updates, rebuilds } = this.#archive;
    await this.daily.removeArtifacts();
    await this.daily.arrive(this.version, members, { updates, rebuilds });
    expectExit(await this.daily.up(), 0);
  }

  async decision(): Promise<Decided> {
    const said = await this.release.explain("--json");
    expectExit(said, 0);
    const [publication] = decided.parse(JSON.parse(said.stdout));
    if (publication === undefined) throw new Error("nothing was decided");
    return publication.decision;
  }

  tomorrow(): void {
    this.#day = addDays(this.#day, 1);
    this.#count += 1;
  }

  async happen(deed: Deed, released: Version | undefined): Promise<void> {
    switch (deed.kind) {
      case "advisory":
        return this.#advise(deed.source, deed.cve);
      case "advisory elsewhere":
        return this.#peer.advise(this.today, { source: deed.source, version: "140.0-1", cves: [deed.cve] });
      case "quiet fix":
        return this.#fixQuietly(deed.source, deed.cve);
      case "rebuild":
        return this.#upload("main", { ...this.#archive, rebuilds: this.#archive.rebuilds + 1 });
      case "point release":
        return this.#upload("main", this.#updated("base-files"));
      case "tracker unreachable":
        this.#peer.server.fail(/tracker/, { is: "status", status: 503 });
        return;
      case "tracker back":
        this.#peer.server.heal();
        return;
      case "withdraw the daily":
        this.daily.configure({ withdraw: { [`${released}/ec2/arm64`]: "no network on some hosts" } });
        expectExit(await this.daily.up(), 0);
        return;
      case "answer that it stays":
        this.release.configure({ keepReleased: { [`${released}/ec2/arm64`]: "those hosts are gone" } });
        return;
      case "hold":
        this.release.configure({ publish: { version: "hold", reason: deed.reason } });
        return;
      case "hold no more":
        this.release.configure({ publish: { version: null, reason: null } });
        return;
    }
  }

  #updated(source: string): ArchiveState {
    const { updates, rebuilds } = this.#archive;
    return { updates: { ...updates, [source]: (updates[source] ?? 0) + 1 }, rebuilds };
  }

  async #advise(source: string, cve: string): Promise<void> {
    const [before, after] = [this.#archive, this.#updated(source)];
    this.#archive = after;
    await this.#peer.advise(this.today, {
      source,
      version: sourceVersionIn(source, after),
      cves: [cve],
      urgency: "medium",
      packages: packagesUpdated(source, before, after),
    });
  }

  async #fixQuietly(source: string, cve: string): Promise<void> {
    const after = this.#updated(source);
    const fixed = sourceVersionIn(source, after);
    await this.#peer.discover(this.today, { cve, source, fixed, urgency: "low", nodsa: "Minor issue" });
    await this.#upload("updates", after, source);
  }

  async #upload(pocket: "main" | "updates", after: ArchiveState, source?: string): Promise<void> {
    const before = this.#archive;
    this.#archive = after;
    const packages = source === undefined ? packagesIn(after) : packagesUpdated(source, before, after);
    await this.#peer.upload(this.today, pocket, packages);
  }
}
