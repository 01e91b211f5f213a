import type { Day } from "../../../../images/model/day.ts";
import { baseSuite, type Suite } from "../../../../images/model/definitions/suites.ts";
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

/** The suite and packages of the images: only data about these is kept. */
export interface SecurityNeed extends PocketNeed {
  suite: Suite;
}

interface SecurityReading {
  day: Day;
  /** The folder where copies are kept for the next time. */
  cache: string;
  limits?: Limits;
}

/**
 * Reads the security data of one suite. Bad data or a server that is down throws nothing: the state of the source says that it is
 * not reliable, and why. With the same settings on the same day nothing is fetched twice.
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
  /** The newest reading. The next one begins after it, and uses what it has fetched. */
  last: Promise<unknown>;
}

/** A command parses its settings once, and reads several suites with them. */
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
  const codename = baseSuite(need.suite);
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
