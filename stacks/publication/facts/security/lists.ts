import { endOfDay, laterDay } from "../../../../images/model/day.ts";
import { parseAdvisories } from "../../../../images/releases/security/advisories.ts";
import type { Advisory } from "../../../../images/releases/security/types.ts";
import { textOf } from "../../../../clients/archive/body.ts";
import { readWanted } from "./read.ts";
import type { Read } from "./wanted.ts";
import { textBytes } from "../../../../clients/archive/limits.ts";
import type { Session } from "../../../../clients/archive/session.ts";

/** Reads the DSA or the DLA list, whole. */
export const readAdvisories = (source: "dsa" | "dla", place: string, session: Session): Promise<Read<Advisory[]>> =>
  readWanted(
    {
      source,
      place,
      bytes: textBytes,
      understand: async (body) => {
        const value = parseAdvisories(await textOf(body, textBytes), body.where);
        return { value, stamp: newestOf(value), validUntil: null };
      },
      against: shorter,
    },
    session,
  );

function newestOf(advisories: readonly Advisory[]): Date | null {
  const days = advisories.map(({ day }) => day);
  return days.length === 0 ? null : endOfDay(days.reduce(laterDay));
}

/** Entries are never removed from the lists. */
const shorter = (newer: readonly Advisory[], older: readonly Advisory[]): string | null =>
  newer.length < older.length ? `the list has ${newer.length} entries, and had ${older.length} before` : null;
