import { UserError } from "../../images/model/errors.ts";
import { imageName, memberOf, parseImageName, parseMember, type Image } from "../../images/model/image.ts";
import type { RecordedSet } from "../../images/plan/facts.ts";
import type { ImageRecord } from "../../images/tree/record.ts";
import { isSelectionKey } from "../../images/model/selection.ts";
import { compareVersions, parseVersion, type Version } from "../../images/model/version.ts";
import type { PublicationSettings } from "../../stacks/config.ts";
import { publishedContents } from "../../stacks/publication/facts/tree/contents.ts";
import { atAddress, onThisMachine, type Origin } from "../../stacks/publication/facts/promotion.ts";
import { readRecords } from "../../stacks/publication/facts/publication.ts";
import { recordedChannels } from "../../stacks/publication/facts/tree/records.ts";
import { mapBounded } from "../../storage/bounded.ts";
import type { ChannelIdentity } from "../../storage/tree/records.ts";
import { readingOf, type Reading } from "../../stacks/publication/facts/tree/reading.ts";
import type { Operand, Side } from "./side.ts";

/** A set in the tree, or one image of it. */
interface Wanted {
  text: string;
  version: Version;
  vendorArch: Pick<Image, "vendor" | "arch"> | null;
  /** Null: any channel that has it, the stack's own first. */
  channel: ChannelIdentity | null;
}

/** Reads `20260717-2542`, `20260717-2542/genericcloud/amd64` or an image's name; undefined for anything else. */
export function wantedInTree(text: string): Wanted | undefined {
  const image = parseImageName(text);
  if (image !== undefined) return { text, version: image.version, vendorArch: image, channel: image };
  if (!isSelectionKey(text)) return undefined;
  const [head = "", ...rest] = text.split("/");
  const version = parseVersion(head);
  return version && { text, version, vendorArch: parseMember(rest.join("/")) ?? null, channel: null };
}

/** Reads the set or the image from the stack's tree, or from the published index if the tree is on another machine. Throws a UserError. */
export async function fromTree(wanted: Wanted, settings: PublicationSettings): Promise<Operand> {
  const reading = await readingOf(settings);
  const known: RecordedSet[] = [];
  for (const channel of await channelsOf(wanted, reading)) {
    const { sets } = await readRecords(reading, channel);
    known.push(...sets);
    const records = sets.find(({ version }) => version === wanted.version)?.images.filter(isWanted(wanted)) ?? [];
    if (records.length > 0) return operandOf(wanted, channel, records, originOf(reading));
  }
  throw unknown(wanted, known);
}

const originOf = ({ places, settings }: Reading): Origin =>
  places === null ? atAddress(settings.mirror.url ?? "") : onThisMachine(places);

/** The channels to search: the stack's own first, then the others of its suite that are on this machine; without a suite, all. */
async function channelsOf({ channel: named }: Wanted, { settings, places }: Reading): Promise<ChannelIdentity[]> {
  if (named !== null) return [named];
  const { suite, channel } = settings;
  const own = suite === null || channel === null ? [] : [{ suite, channel }];
  if (places === null) return own;
  const recorded = (await recordedChannels(places)).filter((found) => suite === null || found.suite === suite);
  return [...own, ...recorded.filter((found) => found.channel !== channel || suite === null)];
}

const isWanted =
  ({ vendorArch }: Wanted) =>
  (record: ImageRecord): boolean =>
    vendorArch === null || memberOf(record) === memberOf(vendorArch);

const readsAtOnce = 16;

async function operandOf(
  { text, version, vendorArch }: Wanted,
  { suite, channel }: ChannelIdentity,
  records: readonly ImageRecord[],
  origin: Origin,
): Promise<Operand> {
  const sides = await mapBounded(records, readsAtOnce, (record) => {
    const image: Image = { suite, channel, version, vendor: record.vendor, arch: record.arch };
    return sideOf(image, origin(image, record));
  });
  return { name: text, isSet: vendorArch === null, sides };
}

async function sideOf(image: Image, directory: string): Promise<Side> {
  const contents = await publishedContents(directory, image);
  if (contents !== undefined) return { name: imageName(image), image, contents };
  throw new UserError({
    where: directory,
    value: `no ${imageName(image)}.json`,
    expected: "the manifest of an image that the records know",
    remedy: "`npm run explain` shows the image's phase; compare another version",
  });
}

const mostNamed = 5;

function unknown({ text }: Wanted, known: readonly RecordedSet[]): UserError {
  const versions = [...new Set(known.map(({ version }) => version))].toSorted((a, b) => compareVersions(b, a));
  return new UserError({
    where: "image",
    value: text,
    expected: "a file, a URL, or an image or a version that the stack's tree has",
    remedy:
      versions.length === 0
        ? "name the stack that has it with --stack; the records of this one name no image"
        : `the newest that it has are ${versions.slice(0, mostNamed).join(", ")}`,
  });
}
