import { open, stat } from "node:fs/promises";
import { dayOfDate, endOfDay, formatDay, type Day } from "../../../images/day.ts";
import { UserError } from "../../../images/errors.ts";
import { freshness } from "../../../images/security/freshness.ts";
import type { SecuritySource, SourceState } from "../../../images/security/types.ts";
import { codeOf, ifPresent } from "../../../storage/fault.ts";
import { isAddress } from "../fetch-text.ts";
import type { Body } from "./body.ts";
import type { Draft, Kept } from "./cache.ts";
import { fetchWithin, type Validators } from "./fetch.ts";
import type { Said, Session } from "./session.ts";

/** Data as it was understood. */
export interface Understood<T> {
  value: T;
  /** What it says of its own age; null: nothing. */
  stamp: Date | null;
  validUntil: Date | null;
  /** What came with it, to be kept when it is. */
  keep?: () => Promise<void>;
}

/** Data that is read at one place: a file's path or a web address. */
export interface Wanted<T> {
  source: SecuritySource;
  place: string;
  /** Bytes, at most. */
  bytes: number;
  /** Throws a UserError where the data is broken. `offline`: the copy is all there is, so that nothing may be fetched for it. */
  understand: (body: Body, about: { lastModified: Date | null; offline: boolean }) => Promise<Understood<T>>;
  /** Files that are written whenever the place was found to be the newest: their times count for it too. */
  beside?: readonly string[];
  /** What is wrong with newer data, beside the data that it replaces; null: nothing. */
  against?: (newer: T, older: T) => string | null;
}

export interface Read<T> {
  /** Null where nothing can be had. */
  value: T | null;
  state: SourceState;
}

/** Reads the data, or the copy of it that is still good. Every doubt is in the state, and nothing is thrown for it. */
export async function readWanted<T>(wanted: Wanted<T>, session: Session): Promise<Read<T>> {
  try {
    return isAddress(wanted.place) ? await readAddress(wanted, session) : await readFile(wanted, session);
  } catch (error) {
    return missing(wanted, reasonOf(error));
  }
}

const missing = ({ place }: { place: string }, reason: string): Read<never> => ({
  value: null,
  state: { state: "missing", reason: `${place}: ${reason}` },
});

async function readFile<T>(wanted: Wanted<T>, session: Session): Promise<Read<T>> {
  const file = await open(wanted.place, "r");
  try {
    const understood = await wanted.understand({ file, where: wanted.place }, { lastModified: null, offline: false });
    const changes = [wanted.place, ...(wanted.beside ?? [])].map(
      async (path) => (await ifPresent(stat(path)))?.mtimeMs ?? 0,
    );
    const confirmed = dayOfDate(new Date(Math.max(...(await Promise.all(changes)))));
    return judged(wanted, understood, session, { confirmed, seen: null });
  } finally {
    await file.close();
  }
}

async function readAddress<T>(wanted: Wanted<T>, session: Session): Promise<Read<T>> {
  const { place } = wanted;
  const known = session.said.get(place);
  const kept = await session.cache.find(place);
  if (known === undefined) return ask(wanted, session, kept);
  return known.is === "newest" ? unchanged(wanted, session, kept) : fallBack(wanted, session, kept, known);
}

async function ask<T>(wanted: Wanted<T>, session: Session, kept: Kept | null): Promise<Read<T>> {
  const { place } = wanted;
  const answer = await fetchWithin(place, {
    known: kept?.body == null ? null : kept.entry,
    limits: { ...session.limits, bytes: Math.min(session.limits.bytes, wanted.bytes) },
    write: (chunks) => session.cache.write(place, chunks),
  });
  switch (answer.is) {
    case "refused":
      return fallBack(wanted, session, kept, answer);
    case "unchanged":
      return unchanged(wanted, session, kept);
    case "new":
      return take(wanted, session, kept, answer);
  }
}

interface Arrived {
  written: Draft;
  validators: Validators;
}

/** Newer data replaces the copy, when it can be understood and is no older than what was seen already. */
async function take<T>(
  wanted: Wanted<T>,
  session: Session,
  kept: Kept | null,
  { written, validators }: Arrived,
): Promise<Read<T>> {
  const { place } = wanted;
  const { cache, day } = session;
  try {
    const newer = await wanted.understand(written.body, { lastModified: dateOf(validators), offline: false });
    const older = await isOlder(wanted, newer, kept);
    if (older !== null) return await fallBack(wanted, session, kept, { is: "doubtful", reason: older });
    const seen = laterDate(within(day, newer.stamp), kept?.entry.seen ?? null);
    await cache.keep(place, written, { ...validators, fetched: day, seen });
    await newer.keep?.();
    session.said.set(place, { is: "newest" });
    return judged(wanted, newer, session, { confirmed: day, seen });
  } catch (error) {
    return fallBack(wanted, session, kept, { is: "doubtful", reason: reasonOf(error) });
  }
}

/** A time after today counts as today's end: it must not make all that comes later look older. */
const within = (day: Day, stamp: Date | null): Date | null =>
  stamp === null ? null : new Date(Math.min(stamp.getTime(), endOfDay(day).getTime()));

/** What tells that data is older than what was seen already: a mirror that stood still, or a replay; null: nothing does. */
async function isOlder<T>(wanted: Wanted<T>, newer: Understood<T>, kept: Kept | null): Promise<string | null> {
  if (kept === null) return null;
  const { stamp } = newer;
  const { seen } = kept.entry;
  if (seen !== null && stamp !== null && stamp < seen)
    return `the server gives data of ${stamp.toISOString()}, older than that of ${seen.toISOString()}`;
  if (wanted.against === undefined || kept.body === null) return null;
  const about = { lastModified: dateOf(kept.entry), offline: true };
  const older = await wanted.understand(kept.body, about).catch(() => null);
  return older === null ? null : wanted.against(newer.value, older.value);
}

async function unchanged<T>(wanted: Wanted<T>, session: Session, kept: Kept | null): Promise<Read<T>> {
  if (kept?.body == null) return missing(wanted, "the server gives nothing, as if there were a copy");
  const { body, entry } = kept;
  const understood = await wanted.understand(body, { lastModified: dateOf(entry), offline: false });
  await session.cache.remember(wanted.place, { ...entry, fetched: session.day });
  await understood.keep?.();
  session.said.set(wanted.place, { is: "newest" });
  return judged(wanted, understood, session, { confirmed: session.day, seen: entry.seen });
}

/**
 * The copy, in place of data that is not taken. While the server is only down, the copy is as good as its age; what the server
 * gave and cannot be right puts the copy in doubt as well.
 */
async function fallBack<T>(
  wanted: Wanted<T>,
  session: Session,
  kept: Kept | null,
  refusal: Exclude<Said, { is: "newest" }>,
): Promise<Read<T>> {
  session.said.set(wanted.place, refusal);
  if (kept?.body == null) return missing(wanted, refusal.reason);
  const { fetched, seen } = kept.entry;
  try {
    const copy = await wanted.understand(kept.body, { lastModified: dateOf(kept.entry), offline: true });
    const { value, state } = judged(wanted, copy, session, { confirmed: fetched, seen });
    const reason = `${state.reason}; ${wanted.place} now: ${refusal.reason}`;
    return { value, state: { state: refusal.is === "doubtful" ? "stale" : state.state, reason } };
  } catch (error) {
    return missing(wanted, `${refusal.reason}; and of the copy of ${formatDay(fetched)}: ${reasonOf(error)}`);
  }
}

function judged<T>(
  { source }: Wanted<T>,
  { value, stamp, validUntil }: Understood<T>,
  { day, maxAge }: Session,
  { confirmed, seen }: { confirmed: Day; seen: Date | null },
): Read<T> {
  const age = { confirmed, stamp: dayOf(stamp), validUntil: dayOf(validUntil), seen: dayOf(seen) };
  return { value, state: freshness(source, age, { day, maxAge }) };
}

const dayOf = (date: Date | null): Day | null => (date === null ? null : dayOfDate(date));

function dateOf({ lastModified }: Validators): Date | null {
  const time = Date.parse(lastModified ?? "");
  return Number.isNaN(time) ? null : new Date(time);
}

const laterDate = (a: Date | null, b: Date | null): Date | null => (a === null || (b !== null && b > a) ? b : a);

/** What went wrong, as a part of a sentence. A machine's refusal is told as well: data that cannot be read is not there. */
export function reasonOf(error: unknown): string {
  if (error instanceof UserError)
    return error.problems
      .map(({ where, value, expected }) => `${where}: ${value === "" ? "no" : value}, expected ${expected}`)
      .join("; ");
  return codeOf(error) ?? (error instanceof Error ? error.message : String(error));
}
