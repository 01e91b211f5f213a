import type { Arch } from "../../../../images/model/definitions/arches.ts";
import { UserError } from "../../../../images/model/errors.ts";
import { readPackageIndex } from "../../../../images/releases/security/package-index.ts";
import { parseRelease, type ReleaseFile } from "../../../../images/releases/security/release-file.ts";
import type { ArchivedPackage, PackageIndex, Pocket } from "../../../../images/releases/security/types.ts";
import { mapBounded } from "../../../../storage/bounded.ts";
import { packings, textOf, unpacked, type Body } from "../../../../clients/archive/body.ts";
import type { About, Understood } from "./wanted.ts";
import { readIndexFile } from "./index-file.ts";
import { indexBytes, textBytes } from "../../../../clients/archive/limits.ts";
import type { Session } from "../../../../clients/archive/session.ts";
import { signedText, type Keyring } from "./signature.ts";

/** One part of the archive and where it is. */
export interface PocketPlace {
  pocket: Pocket;
  /** `bookworm`, `bookworm-updates`, `bookworm-security`. */
  codename: string;
  /** Folder or URL of its InRelease. */
  place: string;
}

/** The parts of a pocket that are read. */
export interface PocketNeed {
  arches: readonly Arch[];
  packages: ReadonlySet<string>;
  sources: ReadonlySet<string>;
}

/** What a pocket has of the need. */
export interface PocketContent {
  signed: Date;
  /** One index for each component and arch. */
  indexes: readonly ArchIndex[];
}

interface ArchIndex {
  arch: Arch;
  index: PackageIndex;
}

/** The components that images have packages of. bullseye has no non-free-firmware. */
const components = [
  { name: "main", required: true },
  { name: "non-free-firmware", required: false },
];
const atOnce = 2;

interface PocketReading extends Pick<About, "seen" | "offline"> {
  session: Session;
  keyring: Keyring;
}

/** Verifies a pocket's InRelease and reads the indexes that it lists. Throws a UserError. */
export async function understandPocket(
  inRelease: Body,
  place: PocketPlace,
  need: PocketNeed,
  { session, keyring, seen, offline }: PocketReading,
): Promise<Understood<PocketContent>> {
  const { where } = inRelease;
  const remedy = "ask who serves the archive; its data is not used";
  const text = await signedText(await textOf(inRelease, textBytes), { keyring, day: session.day, where, remedy });
  const release = parseRelease(text, where);
  if (release.codename !== place.codename) throw ofAnother(where, release.codename, place.codename);
  if (seen !== null && release.date < seen) throw replayed(where, release.date, seen);
  const wanted = need.arches.flatMap((arch) => components.map((component) => ({ arch, component })));
  const read = await mapBounded(wanted, atOnce, async ({ arch, component: { name, required } }) => {
    const file = listedFile(release, `${name}/binary-${arch}/Packages`);
    if (file === null) {
      if (required) throw withoutArch(where, name, arch);
      return null;
    }
    const { body, keep, close } = await readIndexFile({ place: place.place, offline, ...file }, session);
    try {
      const chunks = unpacked(body, file.packing, indexBytes);
      return { arch, keep, index: await readPackageIndex(chunks, { pocket: place.pocket, ...need }, body.where) };
    } finally {
      await close();
    }
  });
  const found = read.filter((each) => each !== null);
  return {
    value: { signed: release.date, indexes: found },
    stamp: release.date,
    validUntil: release.validUntil,
    keep: async () => {
      for (const { keep } of found) await keep();
    },
  };
}

function listedFile({ files }: ReleaseFile, path: string) {
  for (const packing of packings) {
    const packed = `${path}.${packing}`;
    const listed = files.get(packed);
    if (listed !== undefined) return { path: packed, listed, packing };
  }
  return null;
}

/** Several indexes of an arch as one. */
export function merged(indexes: readonly ArchIndex[]): Map<Arch, PackageIndex> {
  const all = new Map<Arch, Map<string, readonly ArchivedPackage[]>>();
  for (const { arch, index } of indexes) {
    const whole = all.get(arch) ?? new Map<string, readonly ArchivedPackage[]>();
    all.set(arch, whole);
    for (const [name, packages] of index) whole.set(name, [...(whole.get(name) ?? []), ...packages]);
  }
  return new Map(all);
}

const remedy = "correct cloud-images:security.archive, or ask who serves it";

const ofAnother = (where: string, value: string, codename: string): UserError =>
  new UserError({ where, value, expected: `the InRelease of ${codename}`, remedy });

const replayed = (where: string, date: Date, seen: Date): UserError =>
  new UserError({
    where,
    value: date.toISOString(),
    expected: `no older one than that of ${seen.toISOString()}`,
    remedy,
  });

const withoutArch = (where: string, component: string, arch: Arch): UserError =>
  new UserError({ where, value: "", expected: `${component}/binary-${arch}/Packages.xz or .gz in its list`, remedy });
