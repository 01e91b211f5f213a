import type { PackagedSet, ReleaseFacts } from "../../../images/releases/decision/types.ts";
import { expectationOf } from "../../../images/model/expectation.ts";
import { memberOf, type Image } from "../../../images/model/image.ts";
import type { RecordedSet } from "../../../images/plan/facts.ts";
import { isPromotable, lastRelease, newestPromotable } from "../../../images/plan/release/promotion.ts";
import type { SecurityFacts } from "../../../images/releases/security/types.ts";
import type { StackPolicy } from "../../../images/plan/policy.ts";
import { compareVersions } from "../../../images/model/version.ts";
import { mapBounded } from "../../../storage/bounded.ts";
import { ifReadable, installedIn, publishedContents, type Contents } from "./tree/contents.ts";
import type { Origin } from "./promotion.ts";
import { securityOf, type SecurityReader } from "./security-of.ts";

/** The sets that a decision compares, before anything of them is read. */
interface Comparison {
  last: ReturnType<typeof lastRelease>;
  /** Newest first. */
  dailies: readonly RecordedSet[];
}

/** Picks from all dailies the newest that may be promoted and the one that a person named. */
export function comparisonOf(
  policy: StackPolicy,
  dailies: readonly RecordedSet[],
  releases: readonly RecordedSet[],
): Comparison {
  const candidate = newestPromotable(dailies, expectationOf(policy).required);
  const chosen = dailies.filter((daily) => daily === candidate || daily.version === policy.publish.version);
  return {
    last: lastRelease(releases),
    dailies: chosen
      .map((daily) => ({ ...daily, images: daily.images.filter(isPromotable) }))
      .toSorted((a, b) => compareVersions(b.version, a.version)),
  };
}

const readsAtOnce = 16;

interface ReadImage {
  image: Image;
  contents: Contents | undefined;
}

/** Reads the installed packages of both releases' images, and their security data. */
export async function readReleaseFacts(
  { last, dailies }: Comparison,
  suite: StackPolicy["suite"],
  origin: Origin,
  readSecurity: SecurityReader,
): Promise<ReleaseFacts> {
  const lastImages = last === undefined ? [] : await readImages(last.set, { suite, channel: "release" }, origin);
  const dailyImages = await Promise.all(dailies.map((daily) => readImages(daily, { suite, channel: "daily" }, origin)));
  const security = await securityOf(suite, [...lastImages, ...dailyImages.flat()], readSecurity);
  return {
    last: last === undefined ? null : { ...packaged(last.set, lastImages, security.archive), shown: last.shown },
    dailies: dailies.map((daily, index) => packaged(daily, dailyImages[index] ?? [], security.archive)),
    security,
  };
}

const readImages = (
  { version, images }: RecordedSet,
  channel: Pick<Image, "suite" | "channel">,
  origin: Origin,
): Promise<ReadImage[]> =>
  mapBounded(images, readsAtOnce, async (record) => {
    const image: Image = { ...channel, version, vendor: record.vendor, arch: record.arch };
    return { image, contents: await ifReadable(publishedContents(origin(image, record), image)) };
  });

const packaged = (
  { version }: RecordedSet,
  images: readonly ReadImage[],
  archive: SecurityFacts["archive"],
): PackagedSet => ({
  version,
  images: new Map(
    images.map(({ image, contents }) => [
      memberOf(image),
      contents === undefined ? null : installedIn(contents, image.arch, archive),
    ]),
  ),
});
