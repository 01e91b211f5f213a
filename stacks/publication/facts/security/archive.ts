import { dayOfDate, daysBetween, formatDay } from "../../../../images/model/day.ts";
import type { Arch } from "../../../../images/model/definitions/arches.ts";
import { suiteDefinition, type Suite } from "../../../../images/model/definitions/suites.ts";
import type { PackageIndex, SourceState } from "../../../../images/releases/security/types.ts";
import { readWanted } from "./read.ts";
import { reasonOf, type Read } from "./wanted.ts";
import { textBytes } from "../../../../clients/archive/limits.ts";
import { merged, understandPocket, type PocketContent, type PocketNeed, type PocketPlace } from "./pocket.ts";
import type { Session } from "../../../../clients/archive/session.ts";
import { readKeyring, type Keyring, type KeyringUse } from "./signature.ts";

/** Where the archive is, and the keys that sign it. */
interface ArchivePlaces {
  main: string;
  security: string;
  keyring: string;
}

export interface ReadArchive {
  /** Empty if a part could not be read: a package that is missing in the others may be in that part. */
  archive: ReadonlyMap<Arch, PackageIndex>;
  state: SourceState;
}

type ReadPocket = Read<PocketContent>;

/** Testing and unstable have no updates and no security archive: the security team does not support them yet. */
const isAlone = (suite: Suite): boolean => suiteDefinition(suite).endOfSecurity === null;

const archiveKeys: KeyringUse = {
  of: "the archive's keys",
  remedy: "install debian-archive-keyring, or correct cloud-images:security.archive.keyring",
};

/** Reads the parts of the archive that a suite without backports has. */
export async function readArchive(
  places: ArchivePlaces,
  suite: Suite,
  need: PocketNeed,
  session: Session,
): Promise<ReadArchive> {
  const { main, security, keyring } = places;
  const keys = await readKeyring(keyring, archiveKeys).catch((error: unknown) => reasonOf(error));
  if (typeof keys === "string") return { archive: new Map(), state: { state: "missing", reason: keys } };
  const reader = { need, session, keyring: keys };
  const alone = isAlone(suite);
  const updates = alone ? [] : [pocketAt("updates", main, `${suite}-updates`)];
  const ofMain = await readBase([pocketAt("main", main, suite), ...updates], reader);
  const ofSecurity = alone ? [] : await readBase([pocketAt("security", security, `${suite}-security`)], reader);
  const read = [...ofMain, ...ofSecurity];
  const states = [...read.map(({ state }) => state), ...frozen(ofMain, session), ...frozen(ofSecurity, session)];
  const contents = read.flatMap(({ value }) => value ?? []);
  const whole = contents.length === read.length;
  return { archive: whole ? merged(contents.flatMap(({ indexes }) => indexes)) : new Map(), state: combined(states) };
}

const pocketAt = (pocket: PocketPlace["pocket"], base: string, codename: string): PocketPlace => ({
  pocket,
  codename,
  place: `${base.replace(/\/+$/, "")}/dists/${codename}`,
});

interface Reader {
  need: PocketNeed;
  session: Session;
  keyring: Keyring;
}

/** The pockets of one archive, one after the other. */
async function readBase(places: readonly PocketPlace[], { need, session, keyring }: Reader): Promise<ReadPocket[]> {
  const inReleases = places.map(({ place }) => `${place}/InRelease`);
  const read: ReadPocket[] = [];
  for (const place of places)
    read.push(
      await readWanted(
        {
          source: "archive",
          place: `${place.place}/InRelease`,
          // InRelease of main changes only at a point release: between two, updates show that a mirror is current
          beside: inReleases,
          bytes: textBytes,
          understand: (body, { seen, offline }) =>
            understandPocket(body, place, need, { session, keyring, seen, offline }),
        },
        session,
      ),
    );
  return read;
}

/** Debian signs one of the pockets again several times a day, changed or not. If all signatures are old, the mirror is not updated. */
function frozen(read: readonly ReadPocket[], { day, maxAge }: Session): SourceState[] {
  const days = read.flatMap(({ value }) => (value === null ? [] : [dayOfDate(value.signed)]));
  if (days.length === 0) return [];
  const newest = days.reduce((a, b) => (a > b ? a : b));
  if (daysBetween(newest, day) <= maxAge) return [];
  return [{ state: "stale", reason: `the archive's newest InRelease was signed on ${formatDay(newest)}` }];
}

const gravest = ["missing", "stale", "not configured", "fresh"] as const;

/** The state of data from several places: the worst of them, with its reasons. */
function combined(states: readonly SourceState[]): SourceState {
  const state = gravest.find((each) => states.some((one) => one.state === each)) ?? "missing";
  const reasons = new Set(
    states.filter((one) => one.state === state || one.state !== "fresh").map(({ reason }) => reason),
  );
  return { state, reason: [...reasons].join("; ") };
}
