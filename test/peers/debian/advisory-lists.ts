import { daysBetween, endOfDay, formatDay, type Day } from "../../../images/model/day.ts";
import type { Urgency } from "../../../images/releases/security/types.ts";
import type { PeerPackage } from "./dists.ts";

/** A vulnerability and its fix, as the security team publishes them. */
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

/** A list has a new entry after so many days at the latest. */
const longestSilence = 7;

/** The lists of the security team and of the LTS team, as the security tracker's repository has them. */
export class AdvisoryLists {
  readonly #codename: string;
  /** The newest first. */
  readonly #entries: Record<"dsa" | "dla", { day: Day; text: string }[]> = { dsa: [], dla: [] };
  #number = 6000;

  constructor(codename: string) {
    this.#codename = codename;
  }

  text(list: "dsa" | "dla"): string {
    return this.#entries[list].map(({ text }) => text).join("");
  }

  enter(
    list: "dsa" | "dla",
    day: Day,
    { id, source, version, cves = [], description = "security update" }: PeerAdvisory,
  ): void {
    const [, month, year] = new Date(endOfDay(day)).toUTCString().match(/ ([A-Z][a-z]{2}) (\d{4})/) ?? [];
    const date = `${formatDay(day).slice(8)} ${month} ${year}`;
    const lines = [
      `[${date}] ${id ?? `${list.toUpperCase()}-${this.#number++}-1`} ${source} - ${description}`,
      ...(cves.length === 0 ? [] : [`\t{${cves.join(" ")}}`]),
      `\t[${this.#codename}] - ${source} ${version}`,
    ];
    this.#entries[list].unshift({ day, text: `${lines.join("\n")}\n` });
  }

  /** Enters an advisory of a source that no image has into each list that had no entry for long. */
  breakSilence(day: Day): void {
    for (const list of ["dsa", "dla"] as const) {
      const newest = this.#entries[list][0];
      if (newest === undefined || daysBetween(newest.day, day) >= longestSilence)
        this.enter(list, day, { source: "of-nobody", version: "1.0-1", description: "not in any image" });
    }
  }
}
