import { dayOfDate, type Day } from "../../../../images/model/day.ts";
import { UserError } from "../../../../images/model/errors.ts";
import { freshness } from "../../../../images/releases/security/freshness.ts";
import type { SecuritySource, SourceState } from "../../../../images/releases/security/types.ts";
import { codeOf } from "../../../../storage/files/fault.ts";
import type { Body } from "../../../../clients/archive/body.ts";
import type { Session } from "../../../../clients/archive/session.ts";

/** Parsed data. */
export interface Understood<T> {
  value: T;
  /** The time that the data itself states; null if it states none. */
  stamp: Date | null;
  validUntil: Date | null;
  /** Keeps the files that were read along with it, when the data itself is kept. */
  keep?: () => Promise<void>;
}

/** Metadata about a source's data. */
export interface About {
  /** As its server states. */
  lastModified: Date | null;
  /** The newest `stamp` that this place ever had. */
  seen: Date | null;
  /** The data is a copy. Files that it refers to must be copies too: nothing is fetched. */
  offline: boolean;
}

/** Data that is read at one place: a file's path or a web address. */
export interface Wanted<T> {
  source: SecuritySource;
  place: string;
  /** Bytes, at most. */
  bytes: number;
  /** Throws a UserError where the data is broken. */
  understand: (body: Body, about: About) => Promise<Understood<T>>;
  /** Files of the same mirror: a newer change of one of them also shows that the data is current. */
  beside?: readonly string[];
  /** Why newer data cannot be right, in comparison with older data; null if nothing is wrong. */
  against?: (newer: T, older: T) => string | null;
}

export interface Read<T> {
  /** Null if there is no data. */
  value: T | null;
  state: SourceState;
}

export const missing = ({ place }: { place: string }, reason: string): Read<never> => ({
  value: null,
  state: { state: "missing", reason: reason.startsWith(place) ? reason : `${place}: ${reason}` },
});

/** Adds to the data how reliable it is. `confirmed`: the last day on which its server had nothing newer. */
export function judged<T>(
  { source }: Wanted<T>,
  { value, stamp, validUntil }: Understood<T>,
  { day, maxAge }: Session,
  { confirmed, seen }: { confirmed: Day; seen: Date | null },
): Read<T> {
  const age = { confirmed, stamp: dayOf(stamp), validUntil: dayOf(validUntil), seen: dayOf(seen) };
  return { value, state: freshness(source, age, { day, maxAge }) };
}

const dayOf = (date: Date | null): Day | null => (date === null ? null : dayOfDate(date));

/** The error as part of a sentence. */
export function reasonOf(error: unknown): string {
  if (error instanceof UserError)
    return error.problems
      .map(({ where, value, expected }) => `${where}: ${value === "" ? "" : `${value}, `}expected ${expected}`)
      .join("; ");
  return codeOf(error) ?? (error instanceof Error ? error.message : String(error));
}
