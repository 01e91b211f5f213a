import { dayOfDate, type Day } from "../../../../images/model/day.ts";
import { UserError } from "../../../../images/model/errors.ts";
import { freshness } from "../../../../images/releases/security/freshness.ts";
import type { SecuritySource, SourceState } from "../../../../images/releases/security/types.ts";
import { codeOf } from "../../../../storage/files/fault.ts";
import type { Body } from "../../../../clients/archive/body.ts";
import type { Session } from "../../../../clients/archive/session.ts";

/** Data as it was understood. */
export interface Understood<T> {
  value: T;
  /** What it says of its own age; null: nothing. */
  stamp: Date | null;
  validUntil: Date | null;
  /** What came with it, to be kept when it is. */
  keep?: () => Promise<void>;
}

/** Metadata about a source's data. */
export interface About {
  /** As its server says. */
  lastModified: Date | null;
  /** The newest stamp that was seen at its place. */
  seen: Date | null;
  /** It is a copy, and what it needs must be one: nothing is fetched. */
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
  /** Files that are written whenever the place was found to be the newest: their times count for it too. */
  beside?: readonly string[];
  /** What is wrong with newer data, while the older data is used; null: nothing. */
  against?: (newer: T, older: T) => string | null;
}

export interface Read<T> {
  /** Null where nothing can be had. */
  value: T | null;
  state: SourceState;
}

export const missing = ({ place }: { place: string }, reason: string): Read<never> => ({
  value: null,
  state: { state: "missing", reason: reason.startsWith(place) ? reason : `${place}: ${reason}` },
});

/** Data with how far it can be relied on. `confirmed`: the day on which it was the newest there is. */
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

/** The fault, as a part of a sentence. Also of a refusal by this machine: data that cannot be read is missing. */
export function reasonOf(error: unknown): string {
  if (error instanceof UserError)
    return error.problems
      .map(({ where, value, expected }) => `${where}: ${value === "" ? "" : `${value}, `}expected ${expected}`)
      .join("; ");
  return codeOf(error) ?? (error instanceof Error ? error.message : String(error));
}
