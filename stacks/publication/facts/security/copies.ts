import { endOfDay, formatDay, type Day } from "../../../../images/model/day.ts";
import type { Draft, Entry, Kept } from "../../../../clients/archive/cache.ts";
import { fetchWithin, type Validators } from "../../../../clients/archive/fetch.ts";
import type { Said, Session } from "../../../../clients/archive/session.ts";
import { judged, missing, reasonOf, type About, type Read, type Understood, type Wanted } from "./wanted.ts";

/** Reads the data from its server, or from the copy that is kept of it. */
export async function readAddress<T>(wanted: Wanted<T>, session: Session): Promise<Read<T>> {
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
  }).catch((error: unknown) => ({ is: "refused", reason: reasonOf(error) }) as const);
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

/** Data from the server replaces the copy, if it can be understood and is not older than data seen before. */
async function take<T>(
  wanted: Wanted<T>,
  session: Session,
  kept: Kept | null,
  { written, validators }: Arrived,
): Promise<Read<T>> {
  const { day, cache } = session;
  const before = kept?.entry.seen ?? null;
  const about = { lastModified: dateOf(validators), seen: before, offline: false };
  try {
    const newer = await wanted.understand(written.body, about);
    const older = await isOlder(wanted, newer, kept);
    if (older !== null) return await fallBack(wanted, session, kept, { is: "doubtful", reason: older });
    const seen = laterDate(within(day, newer.stamp), before);
    const read = judged(wanted, newer, session, { confirmed: day, seen });
    return await settled(wanted, session, read, async () => {
      await cache.keep(wanted.place, written, { ...validators, fetched: day, seen });
      await newer.keep?.();
    });
  } catch (error) {
    return fallBack(wanted, session, kept, { is: "doubtful", reason: reasonOf(error) });
  }
}

/** The data is valid even if no copy of it can be kept. */
async function settled<T>(
  { place }: Wanted<T>,
  { said }: Session,
  { value, state }: Read<T>,
  keep: () => Promise<void>,
): Promise<Read<T>> {
  try {
    await keep();
    said.set(place, { is: "newest" });
    return { value, state };
  } catch (error) {
    return { value, state: { ...state, reason: `${state.reason}; no copy of it is kept: ${reasonOf(error)}` } };
  }
}

/** A time after today counts as today's end: it must not make all that comes later look older. */
const within = (day: Day, stamp: Date | null): Date | null =>
  stamp === null ? null : new Date(Math.min(stamp.getTime(), endOfDay(day).getTime()));

/** Why the data must be older than data seen before, which an outdated mirror or a replay would explain; null if it need not be. */
async function isOlder<T>(wanted: Wanted<T>, newer: Understood<T>, kept: Kept | null): Promise<string | null> {
  if (kept === null) return null;
  const { stamp } = newer;
  const { seen } = kept.entry;
  if (seen !== null && stamp !== null && stamp < seen)
    return `the server gives data of ${stamp.toISOString()}, older than that of ${seen.toISOString()}`;
  if (wanted.against === undefined || kept.body === null) return null;
  const older = await wanted.understand(kept.body, ofCopy(kept.entry)).catch(() => null);
  return older === null ? null : wanted.against(newer.value, older.value);
}

const ofCopy = (entry: Entry): About => ({ lastModified: dateOf(entry), seen: entry.seen, offline: true });

async function unchanged<T>(wanted: Wanted<T>, session: Session, kept: Kept | null): Promise<Read<T>> {
  if (kept?.body == null) return missing(wanted, "the server gives nothing, as if there were a copy");
  const { body, entry } = kept;
  const understood = await wanted.understand(body, { ...ofCopy(entry), offline: false });
  const read = judged(wanted, understood, session, { confirmed: session.day, seen: entry.seen });
  return settled(wanted, session, read, async () => {
    await session.cache.remember(wanted.place, { ...entry, fetched: session.day });
    await understood.keep?.();
  });
}

/**
 * Reads the copy, because the server's answer is not usable. If the server is only down, the copy counts by its age. If the server
 * gave wrong data, the copy is in doubt as well, and counts as stale.
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
    const copy = await wanted.understand(kept.body, ofCopy(kept.entry));
    const { value, state } = judged(wanted, copy, session, { confirmed: fetched, seen });
    const reason = `${state.reason}; ${wanted.place} now: ${refusal.reason}`;
    return { value, state: { state: refusal.is === "doubtful" ? "stale" : state.state, reason } };
  } catch (error) {
    return missing(wanted, `${refusal.reason}; and of the copy of ${formatDay(fetched)}: ${reasonOf(error)}`);
  }
}

function dateOf({ lastModified }: Validators): Date | null {
  const time = Date.parse(lastModified ?? "");
  return Number.isNaN(time) ? null : new Date(time);
}

const laterDate = (a: Date | null, b: Date | null): Date | null => (a === null || (b !== null && b > a) ? b : a);
