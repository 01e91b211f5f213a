import { formatDay, type Day } from "../../../images/model/day.ts";
import type { Urgency } from "../../../images/releases/security/types.ts";

/** A vulnerability that the tracker knows and no advisory names. */
export interface PeerIssue {
  cve: string;
  source: string;
  /** The source's version with the fix; null: there is none yet. */
  fixed: string | null;
  urgency?: Urgency;
  nodsa?: string;
}

interface TrackedRelease {
  status: "open" | "resolved";
  fixed_version?: string;
  urgency: Urgency;
  nodsa?: string;
  repositories: Record<string, string>;
}

/** What the security tracker knows of the vulnerabilities in one suite's sources. */
export class Tracker {
  readonly #codename: string;
  readonly #vulnerabilities = new Map<string, Map<string, TrackedRelease>>();

  constructor(codename: string) {
    this.#codename = codename;
  }

  enter({ cve, source, fixed, urgency = "not yet assigned", nodsa }: PeerIssue): void {
    const known = this.#vulnerabilities.get(source) ?? new Map<string, TrackedRelease>();
    this.#vulnerabilities.set(source, known);
    known.set(cve, {
      status: fixed === null ? "open" : "resolved",
      ...(fixed !== null && { fixed_version: fixed }),
      urgency,
      ...(nodsa !== undefined && { nodsa }),
      repositories: {},
    });
  }

  /** The tracker's JSON, which changes every day, at least in sources that no image has. */
  text(day: Day): string {
    const ofToday = { description: formatDay(day), releases: {} };
    return JSON.stringify({ "of-nobody": { "CVE-2000-0001": ofToday }, ...this.#data() });
  }

  #data(): Record<string, unknown> {
    return Object.fromEntries(
      [...this.#vulnerabilities].map(([source, vulnerabilities]) => [
        source,
        Object.fromEntries(
          [...vulnerabilities].map(([cve, release]) => [cve, { releases: { [this.#codename]: release } }]),
        ),
      ]),
    );
  }
}
