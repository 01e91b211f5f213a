import { isDeepStrictEqual } from "node:util";
import { refused } from "./rules.ts";

/** Versions of images, as Azure keeps them. Time passes by looks: each read of a version takes it one step on. */

interface TargetRegion {
  name: string;
  regionalReplicaCount?: number;
  excludeFromLatest?: boolean;
}

/** The body of a PUT whose shape was checked. */
export interface VersionBody {
  location: string;
  tags?: Record<string, string>;
  properties: {
    storageProfile: { source?: { id: string }; osDiskImage?: { source: { storageAccountId: string; uri: string } } };
    publishingProfile: {
      targetRegions: TargetRegion[];
      excludeFromLatest?: boolean;
      endOfLifeDate?: string;
    };
    safetyProfile?: { allowDeletionOfReplicatedLocations?: boolean; blockDeletionBeforeEndOfLife?: boolean };
  };
}

export interface Version {
  body: VersionBody;
  state: "Creating" | "Updating" | "Succeeded" | "Failed" | "Deleting";
  /** Whether it ever succeeded. Then it stays in use where a change fails. */
  isMade: boolean;
  /** By region: how many looks until it is copied; 0: it is copied. */
  copying: Map<string, number>;
  /** How many looks until it is deleted. */
  deleting: number;
  /** How many reads do not find it yet. */
  unseen: number;
}

export interface Definition {
  location: string;
  properties: Record<string, unknown>;
  versions: Map<string, Version>;
  /** By name of a version that was just deleted: how many looks until a new one of the name is safe. */
  justGone: Map<string, number>;
}

export interface Gallery {
  location: string;
  properties: {
    sharingProfile?: { permissions: string; communityGalleryInfo?: { publicNames: string[] } };
    softDeletePolicy?: { isSoftDeleteEnabled: boolean };
  };
  definitions: Map<string, Definition>;
}

/** How long each thing takes, in looks, and what goes wrong. */
export interface Pace {
  copying: number;
  deleting: number;
  /** The regions whose copies never end. */
  slow: Set<string>;
  /** So many of the next versions fail. */
  fails: number;
  unseen: number;
  /** So many looks of others at a version that was copied to a region do not find it there yet. */
  unfound: number;
  /** So many of the next deletions are refused, because machines are being made from the version. */
  inUse: number;
}

export const usualPace = (): Pace => ({
  copying: 2,
  deleting: 2,
  slow: new Set(),
  fails: 0,
  unseen: 1,
  unfound: 1,
  inUse: 0,
});

const largestPart = 2 ** 31 - 1;

/** What a gallery asks the rest of Azure. */
export interface Surroundings {
  regions: ReadonlySet<string>;
  pace: Pace;
  /** Throws where no version can be made of the disk. */
  checkBlob(source: { storageAccountId: string; uri: string }, location: string): Promise<void>;
  /** The version with a resource id. */
  versionNamed(id: string): { version: Version; location: string } | undefined;
}

export async function put(
  definition: Definition,
  name: string,
  body: VersionBody,
  around: Surroundings,
): Promise<Version> {
  checkBody(name, body, around);
  const found = definition.versions.get(name);
  if (found === undefined) return create(definition, name, body, around);
  if (found.state === "Deleting") throw refused("markedForDeletion", name);
  if (found.state === "Failed" && !found.isMade) throw refused("failedStays", name);
  // Azure takes the same call again for the one that goes on
  if (isDeepStrictEqual(body, found.body) && found.state !== "Failed") return found;
  if (found.state === "Creating" || found.state === "Updating") throw refused("busy", name);
  return change(found, name, body, around);
}

function checkBody(name: string, { location, properties }: VersionBody, { regions }: Surroundings): void {
  const parts = /^(\d+)\.(\d+)\.(\d+)$/.exec(name)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > largestPart)) throw refused("versionName", name);
  const { targetRegions, endOfLifeDate } = properties.publishingProfile;
  const names = targetRegions.map((region) => region.name);
  const unknown = names.find((region) => !regions.has(region));
  if (unknown !== undefined) throw refused("regionUnavailable", unknown);
  const twice = names.find((region, index) => names.indexOf(region) !== index);
  if (twice !== undefined) throw refused("regionTwice", twice);
  if (!names.includes(location)) throw refused("homeAmongTargets", location);
  if (endOfLifeDate !== undefined && Date.parse(endOfLifeDate) <= Date.now())
    throw refused("endOfLifePast", endOfLifeDate);
}

async function create(definition: Definition, name: string, body: VersionBody, around: Surroundings): Promise<Version> {
  const { osDiskImage, source } = body.properties.storageProfile;
  if (body.location !== definition.location) throw refused("otherRegion", body.location);
  if (osDiskImage !== undefined) await around.checkBlob(osDiskImage.source, body.location);
  else {
    const from = source === undefined ? undefined : around.versionNamed(source.id);
    if (from?.version.state !== "Succeeded") throw refused("noSource", source?.id ?? "");
    if (from.location !== body.location) throw refused("otherRegion", body.location);
  }
  const { pace } = around;
  const version: Version = {
    body,
    state: "Creating",
    isMade: false,
    copying: copiesOf(body, pace),
    deleting: 0,
    unseen: pace.unseen,
  };
  definition.versions.set(name, version);
  // siderolabs/talos#10035: a version that is made right after the deletion of the old one goes with it
  if ((definition.justGone.get(name) ?? 0) > 0) definition.versions.delete(name);
  return version;
}

function change(found: Version, name: string, body: VersionBody, { pace }: Surroundings): Version {
  if (!isDeepStrictEqual(body.properties.storageProfile, found.body.properties.storageProfile))
    throw refused("sourceFixed", name);
  const wanted = new Set(body.properties.publishingProfile.targetRegions.map((region) => region.name));
  const removed = [...found.copying.keys()].find((region) => !wanted.has(region));
  if (removed !== undefined && found.body.properties.safetyProfile?.allowDeletionOfReplicatedLocations === false)
    throw refused("regionKept", removed);
  found.copying = new Map(
    [...copiesOf(body, pace)].map(([region, looks]) => [region, found.copying.get(region) ?? looks]),
  );
  Object.assign(found, { body, state: "Updating" });
  return found;
}

const copiesOf = ({ properties }: VersionBody, { copying, slow }: Pace): Map<string, number> =>
  new Map(
    properties.publishingProfile.targetRegions.map(({ name }) => [
      name,
      slow.has(name) ? Number.POSITIVE_INFINITY : copying,
    ]),
  );

export function remove(definition: Definition, name: string, { pace }: Surroundings): boolean {
  const found = definition.versions.get(name);
  if (found === undefined) return false;
  if (found.state === "Creating" || found.state === "Updating") throw refused("busy", name);
  if (pace.inUse > 0) {
    pace.inUse -= 1;
    throw refused("busy", name);
  }
  const { publishingProfile, safetyProfile } = found.body.properties;
  const ends = Date.parse(publishingProfile.endOfLifeDate ?? "");
  if (safetyProfile?.blockDeletionBeforeEndOfLife === true && ends > Date.now()) throw refused("guarded", name);
  if (found.state !== "Deleting") Object.assign(found, { state: "Deleting", deleting: pace.deleting });
  return true;
}
