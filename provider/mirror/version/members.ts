import { mayJoin } from "../../../images/tree/attempts.ts";
import { UserError } from "../../../images/model/errors.ts";
import { cloudTargetsIn } from "../../../images/tree/cloud-targets.ts";
import { memberOf, setName, type Image, type Member } from "../../../images/model/image.ts";
import { recordsApi, type ImageRecord, type SetRecord, type StagedRecord } from "../../../images/tree/record.ts";
import type { TargetState, VersionInputs } from "../../../images/tree/resources.ts";
import { parseVersion, type Version } from "../../../images/model/version.ts";
import { withCloudTargets } from "../cloud-targets.ts";
import { withTreeState } from "../target-states.ts";

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
 * The images of the set's new record: those that it has and those that join, each with its state. An image joins when
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
    .filter((image) => mayJoin(image) && stateOf(news, image) !== undefined)
    .filter((image) => !known.some(({ name }) => name === image.name));
  const images = [...known, ...joining].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const missing = expect.required.filter(
    (member) => plannedState(news, member) !== undefined && !images.some((image) => memberOf(image) === member),
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
    images: images.map((image) => withCloudTargets(placed(image, set, stateOf(news, image)), set, cloudTargets)),
  };
}

const plannedState = ({ images }: VersionInputs, member: Member): TargetState | undefined =>
  images.find(({ members }) => members.includes(member));

const stateOf = (news: VersionInputs, image: ImageRecord): TargetState | undefined =>
  plannedState(news, memberOf(image));

const placed = (image: ImageRecord, set: SetIdentity, state: TargetState | undefined): ImageRecord =>
  state === undefined ? image : withTreeState(image, { ...set, vendor: image.vendor, arch: image.arch }, state);

const nothingMade = (set: SetIdentity, members: readonly string[] = []): UserError =>
  new UserError({
    where: setName(set),
    value: members.join(", "),
    expected: "the records of its required images in staging or in the tree",
    remedy:
      "bring back the staging folder that the images were made in, or have them made again from their builds: npm run up -- --refresh",
  });
