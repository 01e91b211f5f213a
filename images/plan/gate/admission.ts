import { imageName, memberOf, type Image } from "../../model/image.ts";
import type { Problem } from "../../model/errors.ts";
import { expectationOf } from "../../model/expectation.ts";
import type { Expectation, Tombstone } from "../../tree/record.ts";
import { versionOrder } from "../../model/version.ts";
import type { Candidate } from "../facts.ts";
import { emptySet, newStanding, targetsOf, type Draft, type ImageDraft, type Placed, type SetDraft } from "../draft.ts";
import { failureOfSet } from "./failing.ts";
import { keepOut } from "./unwanted.ts";
import { removedOrder } from "../retention/tombstones.ts";

/** Why a candidate may not be made. */
type Refusal = Pick<Problem, "value" | "expected" | "remedy">;

/**
 * Takes the candidates into their sets, or refuses them one by one. Those that are recorded already are only remembered, those
 * that were removed are passed over.
 */
export function admitCandidates(draft: Draft): void {
  const { policy } = draft;
  const newExpect = expectationOf(policy);
  const sets = new Map(draft.sets.map((set) => [set.version, set]));
  const newestRemoved = draft.tombstones.newest();
  const newestEverShown = draft.sets.find(({ shown }) => shown) ?? null;
  const rivals = rivalDigests(draft.facts.candidates);

  for (const candidate of draft.facts.candidates) {
    const name = imageName(candidate.image);
    const member = memberOf(candidate.image);
    const { version } = candidate.image;
    const set = sets.get(version);
    if (!isAskedFor(draft, candidate, set)) continue;
    const present = isOurs(draft, candidate) ? set?.images.get(member) : undefined;
    if (present?.digest === candidate.digest) {
      remember(draft, present, candidate);
      continue;
    }
    // the folder of builds may keep what was published and has gone since
    if (draft.tombstones.of(name)?.digest === candidate.digest) continue;
    const refusal =
      refuseStranger(draft, candidate, set?.expect ?? newExpect) ??
      refuseOtherBytes(present, candidate, rivals.has(name)) ??
      refuseRemoved(draft, newestRemoved, candidate, set) ??
      refuseWithdrawn(draft, draft.withdrawn.keyOf(version, member)) ??
      refuseLate(draft, candidate, set, set === undefined ? newestEverShown : draft.newestShown);
    if (refusal !== undefined) {
      draft.refusals.push({ where: name, ...refusal });
      continue;
    }
    const home = set ?? emptySet(version, newExpect, draft.released?.why ?? null);
    sets.set(version, home);
    const { unwanted = [] } = candidate;
    if (unwanted.length === 0) home.images.set(member, newImage(draft, home, candidate));
    else keepOut(draft, home, { name, member, why: unwanted.join("; ") });
  }
  draft.sets = [...sets.values()].sort((a, b) => b.order - a.order);
}

/** A release is offered dailies: it takes the one that it publishes, and what joins or repairs what it has. */
function isAskedFor(
  { policy, newestShown, released }: Draft,
  { image }: Candidate,
  set: SetDraft | undefined,
): boolean {
  if (policy.channel !== "release" || image.version === released?.version) return true;
  return set !== undefined && (newestShown === null || set.order >= newestShown.order);
}

function rivalDigests(candidates: readonly Candidate[]): ReadonlySet<string> {
  const digests = new Map<string, string>();
  const rivals = new Set<string>();
  for (const { image, digest } of candidates) {
    const name = imageName(image);
    if ((digests.get(name) ?? digest) !== digest) rivals.add(name);
    digests.set(name, digest);
  }
  return rivals;
}

function remember(draft: Draft, image: ImageDraft, candidate: Candidate): void {
  if (image.record !== null && wantsBytes(image)) image.candidate = candidate;
}

const wantsBytes = ({ targets }: ImageDraft): boolean => [...targets.values()].some(({ repair }) => repair.length > 0);

const isOurs = ({ policy }: Draft, { image }: Candidate): boolean =>
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
    remedy: "build a new version; what went never comes back",
  };
}

/** Of a set that is wholly gone only its tombstones say that it was newer, or that it was this one. */
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

/** @param least what it may not be older than: for a new set all that was ever shown, for one that is there what is still shown */
function refuseLate(
  draft: Draft,
  { image }: Candidate,
  set: SetDraft | undefined,
  least: Placed | null,
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

function newImage(draft: Draft, set: SetDraft, candidate: Candidate): ImageDraft {
  const member = memberOf(candidate.image);
  return {
    image: candidate.image,
    name: imageName(candidate.image),
    member,
    required: set.required.has(member),
    digest: candidate.digest,
    packages: candidate.packages,
    record: null,
    candidate,
    targets: new Map(
      targetsOf(draft, candidate.image).map((target) => [target.name, newStanding(target, draft.today)]),
    ),
  };
}
