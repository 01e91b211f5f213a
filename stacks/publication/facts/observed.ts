import { UserError } from "../../../images/model/errors.ts";
import { buildFile, isChecksummed, isMadeBeside } from "../../../images/tree/files.ts";
import { memberOf, type Image } from "../../../images/model/image.ts";
import { staging, tree } from "../../../images/tree/layout.ts";
import type { Candidate, Damage, ObservedTarget, RecordedSet } from "../../../images/plan/facts.ts";
import type { FileRecord, ImageRecord } from "../../../images/tree/record.ts";
import { probeArchive } from "../../../storage/artifacts/archive.ts";
import { damageOf, type FileDamage } from "../../../storage/tree/damage.ts";
import { inStaging, inTree, type Places } from "../../../storage/tree/places.ts";
import { suspectsOf, type IsSuspect } from "../../../storage/tree/readings.ts";
import { readSet, type ChannelIdentity } from "../../../storage/tree/records.ts";
import { mapBounded } from "../../../storage/bounded.ts";

const looksAtOnce = 16;

interface RecordedImage {
  image: Image;
  record: ImageRecord;
}

/**
 * Looks at every file that is in the tree or in staging by the records, except those of withdrawn images. A missing file that only
 * accompanies an image (its log, its list of sources) is repaired if that is possible, and never makes the image lost.
 */
export async function observeTree(
  places: Places,
  channel: ChannelIdentity,
  sets: readonly RecordedSet[],
  candidates: readonly Candidate[],
): Promise<ObservedTarget> {
  const isSuspect = await suspectsOf(places, channel);
  const found = await mapBounded(imagesOf(channel, sets), looksAtOnce, async ({ image, record }) => {
    const damages = (await damageIn(places, image, record, isSuspect)).filter(({ file }) => !isLog(file));
    return [
      record.name,
      damages.length === 0 ? null : await judge(places, image, record, damages, candidates),
    ] as const;
  });
  const damaged = found.flatMap(([name, damage]) => (damage === null ? [] : [[name, damage] as const]));
  return { state: "up", reason: "", damaged: new Map(damaged), needed: new Map() };
}

export const imagesOf = (channel: ChannelIdentity, sets: readonly RecordedSet[]): RecordedImage[] =>
  sets.flatMap(({ version, images }) =>
    images.map((record) => ({ image: { ...channel, version, vendor: record.vendor, arch: record.arch }, record })),
  );

async function damageIn(
  places: Places,
  image: Image,
  record: ImageRecord,
  isSuspect: IsSuspect,
): Promise<FileDamage[]> {
  const phase = record.targets["mirror"]?.phase;
  const damageAt = (directory: string): Promise<FileDamage[]> =>
    damageOf(record.files, directory, image.version, isSuspect);
  const inSet = (): Promise<FileDamage[]> => damageAt(inTree(places, tree.set(image)));
  // a run that was killed while it showed the rest of the set left what waits aside
  const inFiles = async (): Promise<FileDamage[]> => {
    const found = await damageAt(inStaging(places, staging.files(image)));
    return found.length === 0 ? found : everywhere(found, await damageAt(inStaging(places, staging.aside(image))));
  };
  switch (phase) {
    case undefined:
    case "failed":
    case "withdrawn":
    case "gone":
      return [];
    case "made":
    case "held":
      return inFiles();
    case "lost": {
      // the files are in quarantine; one that somebody restored may also be where it was before
      const inQuarantine = await damageAt(inStaging(places, staging.quarantine(image)));
      return everywhere(inQuarantine, await inSet(), await inFiles());
    }
    case "current":
    case "superseded":
    case "hidden":
      return inSet();
  }
}

const everywhere = (first: readonly FileDamage[], ...others: readonly FileDamage[][]): FileDamage[] =>
  first.filter(({ file }) => others.every((damages) => damages.some((damage) => damage.file.name === file.name)));

/** A log is fetched once: nothing can repair it. */
const isLog = ({ name }: FileRecord): boolean => name.endsWith(".log");

/** Null if no published file is damaged and the others cannot be repaired. */
async function judge(
  places: Places,
  image: Image,
  record: ImageRecord,
  damages: readonly FileDamage[],
  candidates: readonly Candidate[],
): Promise<Damage | null> {
  const published = damages.filter(({ file }) => isChecksummed(file.name));
  const repairable =
    (published.length > 0 && archiveIsIntact(published)) ||
    (await artifactIsIntact(image, record, candidates)) ||
    (await twinIsIntact(places, image, record)) ||
    areMadeBeside(damages);
  if (!repairable && published.length === 0) return null;
  return { findings: damages.map(({ finding }) => finding), repairable };
}

/** Such files are made again from the files beside them. */
const areMadeBeside = (damages: readonly FileDamage[]): boolean =>
  damages.every(({ file: { name } }) => isMadeBeside(name));

const sameMember = (a: Image, b: Image): boolean => a.version === b.version && memberOf(a) === memberOf(b);

/** Whether there is an artifact whose manifest claims the recorded digest, and whose archive can be read. */
async function artifactIsIntact(image: Image, record: ImageRecord, candidates: readonly Candidate[]): Promise<boolean> {
  const found = candidates.find((other) => sameMember(other.image, image) && other.digest === record.digest);
  if (found === undefined || image.channel === "release") return false;
  try {
    await probeArchive(buildFile(found.source, "tar.xz"));
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** raw and qcow2 can be made again from the archive; nothing beside them gives the archive or the manifest. */
const archiveIsIntact = (damages: readonly FileDamage[]): boolean =>
  damages.every(({ file: { name } }) => name.endsWith(".raw") || name.endsWith(".qcow2"));

/** The other channel's image of the same version has the same bytes, under another name. */
async function twinIsIntact(places: Places, image: Image, record: ImageRecord): Promise<boolean> {
  const twin: Image = { ...image, channel: image.channel === "daily" ? "release" : "daily" };
  const set = await readSet(places, twin);
  const twinRecord = set?.images.find((other) => memberOf(other) === memberOf(record));
  if (twinRecord?.digest !== record.digest) return false;
  return (await damageIn(places, twin, twinRecord, await suspectsOf(places, twin))).every(
    ({ file }) => !isChecksummed(file.name),
  );
}
