import { mayJoin } from "../../../images/tree/attempts.ts";
import { UserError } from "../../../images/model/errors.ts";
import { cloudTargetsIn } from "../../../images/tree/cloud-targets.ts";
import { memberOf, setName, type Image, type Member } from "../../../images/model/image.ts";
import { recordsApi, type ImageRecord, type SetRecord, type StagedRecord } from "../../../images/tree/record.ts";
import type { TargetState, VersionInputs } from "../../../images/tree/resources.ts";
import { parseVersion, type Version } from "../../../images/model/version.ts";
import { withCloudTargets } from "../cloud-targets.ts";
import { withStanding } from "../standing.ts";

export type SetIdentity = Pick<Image, "suite" | "channel" | "version">;

export function setOf({ suite, channel, version }: Pick<VersionInputs, "suite" | "channel" | "version">): SetIdentity {
  return { suite, channel, version: knownVersion(version) };
}

export function knownVersion(text: string): Version {
  const version = parseVersion(text);
  if (version === undefined)
    throw new UserError({ where: "version", value: text, expected: "YYYYMMDD-N", remedy: "correct it" });
  return version;
}

/**
 * What the set's record is to say: the images that it has and those that join, each with its standing. An image joins when
 * it is made and passed; one that is expected and is not there yet joins later.
 */
export function setRecordOf(
  news: VersionInputs,
  { shown, staged }: { shown: SetRecord | undefined; staged: readonly StagedRecord[] },
): SetRecord {
  const set = setOf(news);
  const expect = shown?.expect ?? staged[0]?.expect;
  if (expect === undefined) throw nothingMade(set);
  const known = shown?.images ?? [];
  const joining = staged
    .map(({ image }) => image)
    .filter((image) => mayJoin(image) && standingOf(news, image) !== undefined)
    .filter((image) => !known.some(({ name }) => name === image.name));
  const images = [...known, ...joining].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const missing = expect.required.filter(
    (member) => standingAs(news, member) !== undefined && !images.some((image) => memberOf(image) === member),
  );
  if (missing.length > 0) throw nothingMade(set, missing);
  const cloudTargets = news.cloudTargets === undefined ? {} : cloudTargetsIn(news.cloudTargets);
  return {
    apiVersion: recordsApi,
    suite: set.suite,
    channel: set.channel,
    kind: "ImageSet",
    version: set.version,
    expect,
    decision: shown?.decision ?? staged[0]?.decision,
    images: images.map((image) => withCloudTargets(placed(image, set, standingOf(news, image)), set, cloudTargets)),
  };
}

const standingAs = ({ images }: VersionInputs, member: Member): TargetState | undefined =>
  images.find(({ members }) => members.includes(member));

const standingOf = (news: VersionInputs, image: ImageRecord): TargetState | undefined =>
  standingAs(news, memberOf(image));

const placed = (image: ImageRecord, set: SetIdentity, standing: TargetState | undefined): ImageRecord =>
  standing === undefined ? image : withStanding(image, { ...set, vendor: image.vendor, arch: image.arch }, standing);

const nothingMade = (set: SetIdentity, members: readonly string[] = []): UserError =>
  new UserError({
    where: setName(set),
    value: members.join(", "),
    expected: "the records of its required images in staging or in the tree",
    remedy:
      "bring back the staging folder that the images were made in, or have them made again from their builds: npm run up -- --refresh",
  });
