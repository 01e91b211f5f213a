import {
  listVersions,
  putVersion,
  readVersion,
  versionId,
  type DefinitionPlace,
} from "../../../../clients/azure/galleries.ts";
import type { GalleryVersion } from "../../../../clients/azure/gallery-answers.ts";
import type { Session } from "../../../../clients/azure/session.ts";
import { UserError } from "../../../../images/model/errors.ts";
import { tags } from "../../model/tags.ts";
import { versionBody } from "../body.ts";
import { withoutLost } from "../lost-region.ts";
import type { Patience } from "../patience.ts";
import { flagsFor, isCopied, isHigher, leadsIn } from "./flags.ts";

interface Leading {
  session: Session;
  place: DefinitionPlace;
  /** By region: the version for `latest`. */
  wanted: ReadonlyMap<string, string>;
  patience: Patience;
  signal: AbortSignal;
  warn: (text: string) => void;
}

/**
 * Leads a definition's `latest` to versions that everybody can start. The wanted ones join first, and the higher ones leave then: at
 * every moment it leads to a version that is public. An older version keeps its flags: it is the next one, should this one go.
 */
export async function leadLatest(leading: Leading): Promise<void> {
  const { session, place, wanted, signal } = leading;
  const versions = await listVersions(session, place, signal);
  const joining = [...new Set(wanted.values())].filter((version) =>
    regionsOf(wanted, version).some((region) => !leads(versions, version, region)),
  );
  const leaving = versions.filter((each) => [...wanted].some((pair) => isInTheWay(each, pair)));
  for (const version of joining) await refusePrivate(leading, version);
  for (const each of leaving) refuseForeign(leading, each);
  for (const version of joining) {
    const joins = regionsOf(wanted, version);
    await setFlags(leading, version, (found, region) => joins.includes(region) || leadsIn(found, region));
  }
  for (const { name } of leaving)
    await setFlags(
      leading,
      name,
      (found, region) => leadsIn(found, region) && !isInTheWay(found, [region, wanted.get(region)]),
    );
}

/** The regions in which `latest` leads elsewhere. */
export async function straysOf({
  session,
  place,
  wanted,
  signal,
}: Omit<Leading, "patience" | "warn">): Promise<string[]> {
  const versions = await listVersions(session, place, signal);
  return [...wanted].flatMap(([region, version]) => {
    const higher = versions.find((each) => isInTheWay(each, [region, version]));
    if (higher !== undefined) return [`${place.definition} leads to ${higher.name} in ${region}`];
    return leads(versions, version, region) ? [] : [`${place.definition} passes ${version} over in ${region}`];
  });
}

const regionsOf = (wanted: Leading["wanted"], version: string): string[] =>
  [...wanted].flatMap(([region, each]) => (each === version ? [region] : []));

const leads = (versions: readonly GalleryVersion[], version: string, region: string): boolean =>
  versions.some((each) => each.name === version && leadsIn(each, region));

const isInTheWay = (each: GalleryVersion, [region, version]: readonly [string, string | undefined]): boolean =>
  version !== undefined && isHigher(each.name, version) && leadsIn(each, region);

/** `latest` never leads to a version that its reader cannot start. */
async function refusePrivate({ session, place, wanted, signal }: Leading, version: string): Promise<void> {
  const found = await readVersion(session, { ...place, version }, signal);
  const missing = regionsOf(wanted, version).filter((region) => found === undefined || !isCopied(found, region));
  if (missing.length === 0) return;
  throw new UserError({
    where: `Azure: ${versionId(session, { ...place, version })}`,
    value: found === undefined ? "" : `${found.properties.provisioningState}, not in ${missing.join(", ")}`,
    expected: "a version that everybody can start there, before latest leads to it",
    remedy: "run again: the plan decides about the image; latest was not moved",
  });
}

function refuseForeign({ place: { gallery, definition } }: Leading, { name, tags: found }: GalleryVersion): void {
  if (tags.digest in found) return;
  throw new UserError({
    where: `Azure: gallery ${gallery}/${definition}: latest`,
    value: name,
    expected: "versions of this program alone: latest leads everybody to the highest one",
    remedy: `exclude ${name} from latest, or delete it, as its owner; latest was not moved`,
  });
}

/** Sets the flags of a version, and waits until Azure has done it. A version that was deleted meanwhile is skipped. */
async function setFlags(leading: Leading, version: string, leadsTo: LeadsTo): Promise<void> {
  const { session, warn } = leading;
  const { subscription } = session.account;
  const found = await readVersion(session, { ...leading.place, version }, leading.signal);
  if (found === undefined) return;
  await withoutLost({ subscription, home: found.location, warn }, (lost) =>
    settleFlags(leading, version, leadsTo, lost),
  );
}

type LeadsTo = (found: GalleryVersion, region: string) => boolean;

/** @param lost regions that Azure refuses to be written: the version leaves them */
async function settleFlags(
  { session, place, patience, signal }: Leading,
  version: string,
  leadsTo: LeadsTo,
  lost: ReadonlySet<string>,
): Promise<void> {
  let asked = false;
  for (;;) {
    const found = await readVersion(session, { ...place, version }, signal);
    if (found === undefined) return;
    const { provisioningState } = found.properties;
    const flags = flagsFor(found, (region) => leadsTo(found, region), lost);
    const isSet = flags.regions.every(({ name, excluded }) => leadsIn(found, name) === !excluded);
    if (isSet && (!asked || provisioningState === "Succeeded")) return;
    if (!isSet) {
      const done = patience.unlessBusy(
        version,
        putVersion(session, { ...place, version }, bodyOf(found, flags), signal),
      );
      asked = (await done) || asked;
    }
    await patience.next(`latest is being led to ${version}`);
  }
}

/** The version as it is, with other flags. */
function bodyOf(found: GalleryVersion, flags: ReturnType<typeof flagsFor>): object {
  const { storageProfile, publishingProfile, safetyProfile } = found.properties;
  return versionBody({
    home: found.location,
    tags: found.tags,
    source: { versionId: storageProfile?.source?.id ?? "" },
    ...flags,
    replicas: publishingProfile.targetRegions[0]?.regionalReplicaCount ?? 1,
    guardedUntil: publishingProfile.endOfLifeDate ?? null,
    isGuarded: safetyProfile?.blockDeletionBeforeEndOfLife === true,
  });
}
