import type { Day } from "../../../../images/model/day.ts";
import type { Suite } from "../../../../images/model/definitions/suites.ts";
import type { Advisory, SecurityFacts, SourceState } from "../../../../images/releases/security/types.ts";
import type { PublicationSettings } from "../../../config.ts";
import { readArchive, type ReadArchive } from "./archive.ts";
import { Cache } from "../../../../clients/archive/cache.ts";
import type { Read } from "./wanted.ts";
import { defaultLimits, type Limits } from "../../../../clients/archive/limits.ts";
import { readAdvisories } from "./lists.ts";
import type { PocketNeed } from "./pocket.ts";
import type { Said, Session } from "../../../../clients/archive/session.ts";
import { readTracker } from "./tracker.ts";

type SecuritySettings = PublicationSettings["security"];

/** What images have, so that only what bears on them is kept. */
export interface SecurityNeed extends PocketNeed {
  suite: Suite;
}

export interface SecurityReading {
  day: Day;
  /** The folder where copies are kept for the next time. */
  cache: string;
  limits?: Limits;
}

/**
 * Reads what is known of one suite. Nothing is thrown for bad data or a server that is down: the state of a source says that it is
 * not to be relied on, and why. What the same settings were read for on the same day is not fetched again.
 */
export async function readSecurity(
  settings: SecuritySettings,
  need: SecurityNeed,
  at: SecurityReading,
): Promise<SecurityFacts> {
  const shared = sharedBy(settings, at.day);
  const reading = shared.last.then(() => readAlone(settings, need, at, shared.said));
  shared.last = reading.catch(() => undefined);
  return reading;
}

interface Shared {
  day: Day;
  said: Map<string, Said>;
  /** Readings follow each other, so that each finds what the one before has fetched. */
  last: Promise<unknown>;
}

/** A command reads its settings once, and several suites with them. */
const sharedReadings = new WeakMap<SecuritySettings, Shared>();

function sharedBy(settings: SecuritySettings, day: Day): Shared {
  const known = sharedReadings.get(settings);
  if (known?.day === day) return known;
  const shared: Shared = { day, said: new Map(), last: Promise.resolve() };
  sharedReadings.set(settings, shared);
  return shared;
}

async function readAlone(
  settings: SecuritySettings,
  need: SecurityNeed,
  { day, cache: folder, limits = defaultLimits }: SecurityReading,
  said: Map<string, Said>,
): Promise<SecurityFacts> {
  const cache = await Cache.at(folder);
  try {
    return await readSources(settings, need, { day, cache, limits, maxAge: settings.maxAge, said });
  } finally {
    await cache.close();
  }
}

const unset = (key: string): SourceState => ({
  state: "not configured",
  reason: `cloud-images:security.${key} is not set`,
});

async function readSources(
  { dsa, dla, tracker, archive }: SecuritySettings,
  need: SecurityNeed,
  session: Session,
): Promise<SecurityFacts> {
  const codename = need.suite.replace(/-backports$/, "");
  const [ofDsa, ofDla] = [await readList("dsa", dsa, session), await readList("dla", dla, session)];
  const issues: Read<SecurityFacts["issues"]> =
    tracker === null
      ? { value: null, state: unset("tracker") }
      : await readTracker(tracker, { codename, sources: need.sources }, session);
  const packages: ReadArchive =
    archive === null
      ? { archive: new Map(), state: unset("archive") }
      : await readArchive(archive, codename, need, session);
  const advisories = [...(ofDsa.value ?? []), ...(ofDla.value ?? [])];
  return {
    advisories: advisories.filter(({ fixes }) => fixes.has(codename)).sort((a, b) => b.day - a.day),
    issues: issues.value ?? new Map(),
    archive: packages.archive,
    sources: { dsa: ofDsa.state, dla: ofDla.state, tracker: issues.state, archive: packages.state },
  };
}

const readList = (
  source: "dsa" | "dla",
  place: string | null,
  session: Session,
): Promise<Read<Advisory[]>> | Read<Advisory[]> =>
  place === null ? { value: null, state: unset(source) } : readAdvisories(source, place, session);
