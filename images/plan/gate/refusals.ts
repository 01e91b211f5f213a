import type { Problem } from "../../model/errors.ts";
import { imageName, memberOf, type Image } from "../../model/image.ts";
import { versionOrder } from "../../model/version.ts";
import type { Expectation, Tombstone } from "../../tree/record.ts";
import type { Draft, ImageDraft, OrderedVersion, SetDraft } from "../draft.ts";
import type { Candidate } from "../facts.ts";
import { removedOrder } from "../retention/tombstones.ts";
import { failureOfSet } from "./failing.ts";

/** Why a candidate may not be made. */
type Refusal = Pick<Problem, "value" | "expected" | "remedy">;

/** What a candidate is compared with. */
interface Surroundings {
  /** The recorded image of the same name. */
  present: ImageDraft | undefined;
  /** Whether another build claims to be the same image. */
  hasRival: boolean;
  set: SetDraft | undefined;
  expect: Expectation;
  newestRemoved: Tombstone | undefined;
  /** The version that it must not be older than: for a new set the newest ever shown, for an existing set the newest shown now. */
  least: OrderedVersion | null;
}

/** The first reason against a candidate, the most specific first; undefined where it may be made. */
export const refusalOf = (draft: Draft, candidate: Candidate, around: Surroundings): Refusal | undefined =>
  refuseStranger(draft, candidate, around.expect) ??
  refuseOtherBytes(around.present, candidate, around.hasRival) ??
  refuseRemoved(draft, around.newestRemoved, candidate, around.set) ??
  refuseWithdrawn(draft, draft.withdrawn.keyOf(candidate.image.version, memberOf(candidate.image))) ??
  refuseLate(draft, candidate, around.set, around.least);

/** Whether the image belongs to the stack's suite and channel. */
export const isOurs = ({ policy }: Draft, { image }: Candidate): boolean =>
  image.suite === policy.suite && image.channel === policy.channel;

function refuseStranger(draft: Draft, candidate: Candidate, expect: Expectation): Refusal | undefined {
  const { suite, channel } = draft.policy;
  const { image } = candidate;
  const member = memberOf(image);
  if (!isOurs(draft, candidate)) {
    return {
      value: `${image.suite} ${image.channel}`,
      expected: `an image of ${suite} ${channel}`,
      remedy: "publish it with the stack of its own suite and channel",
    };
  }
  if (!expect.required.includes(member) && !expect.bestEffort.includes(member)) {
    return {
      value: member,
      expected: `one of the images that its set waits for`,
      remedy: "let cloud-images:expect name it, and build a new version; a set's expectation is fixed when it is made",
    };
  }
  if (draft.suiteEnded) {
    return { value: suite, expected: "a suite within its support", remedy: "take the builds of an ended suite away" };
  }
  return undefined;
}

function refuseOtherBytes(
  present: ImageDraft | undefined,
  candidate: Candidate,
  hasRival: boolean,
): Refusal | undefined {
  if (present === undefined && !hasRival) return undefined;
  return {
    value: candidate.digest,
    expected: present === undefined ? "one build of each image" : `the digest of its version, ${present.digest}`,
    remedy: "build it again under a new version; a version never changes its bytes",
  };
}

function refuseRemoved(
  { tombstones }: Draft,
  newestRemoved: Tombstone | undefined,
  { image }: Candidate,
  set: SetDraft | undefined,
): Refusal | undefined {
  const tombstone = tombstones.of(imageName(image)) ?? removedSince(image, set, newestRemoved);
  if (tombstone === undefined) return undefined;
  return {
    value: `${tombstone.image} was removed (${tombstone.reason})`,
    expected: "a version newer than what was removed",
    remedy: "build a new version; a removed one is never published again",
  };
}

/** The newest tombstone, if it is of this version or a newer one. Of a set that is deleted as a whole only tombstones are left. */
function removedSince(
  { version }: Image,
  set: SetDraft | undefined,
  newest: Tombstone | undefined,
): Tombstone | undefined {
  if (set !== undefined || newest === undefined) return undefined;
  return versionOrder(version) <= removedOrder(newest) ? newest : undefined;
}

function refuseWithdrawn({ policy }: Draft, key: string | undefined): Refusal | undefined {
  if (key === undefined) return undefined;
  return {
    value: `withdrawn: ${policy.withdraw[key] ?? ""}`,
    expected: "an image that is not withdrawn",
    remedy: "build a new version",
  };
}

function refuseLate(
  draft: Draft,
  { image }: Candidate,
  set: SetDraft | undefined,
  least: OrderedVersion | null,
): Refusal | undefined {
  const order = set?.order ?? versionOrder(image.version);
  const { newestForeign } = draft;
  const remedy = "build a new version; pointers never go backwards";
  if (newestForeign !== null && order <= newestForeign.order) {
    return { value: image.version, expected: `a version newer than the directory ${newestForeign.version}`, remedy };
  }
  if (least !== null && order < least.order) {
    return { value: image.version, expected: `at least ${least.version}, which was shown`, remedy };
  }
  if (set === undefined) return undefined;
  const trouble = failureOfSet(draft, set) ?? withdrawalOfSet(set);
  return trouble === undefined ? undefined : refusalOfSet(trouble);
}

export const refusalOfSet = (trouble: string): Refusal => ({
  value: trouble,
  expected: "a set that can still be shown",
  remedy: "build a new version",
});

function withdrawalOfSet({ images }: SetDraft): string | undefined {
  if (images.size === 0) return undefined;
  for (const { targets } of images.values()) {
    if (targets.size === 0 || [...targets.values()].some(({ days }) => days.withdrawn === undefined)) return undefined;
  }
  return "its set was withdrawn";
}
