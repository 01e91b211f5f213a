import { imageName, memberOf } from "../../model/image.ts";
import { expectationOf } from "../../model/expectation.ts";
import type { Candidate } from "../facts.ts";
import { emptySet, newTargetDraft, targetsOf, type Draft, type ImageDraft, type SetDraft } from "../draft.ts";
import { warnOfCounters } from "./counters.ts";
import { isOurs, refusalOf } from "./refusals.ts";
import { keepOut } from "./unwanted.ts";

/**
 * Puts each candidate into its set, or refuses it. A candidate of a recorded image is kept only to repair it; one of a removed
 * image is ignored.
 */
export function admitCandidates(draft: Draft): void {
  const { policy } = draft;
  const newExpect = expectationOf(policy);
  const sets = new Map(draft.sets.map((set) => [set.version, set]));
  const newestRemoved = draft.tombstones.newest();
  const newestEverShown = draft.sets.find(({ shown }) => shown) ?? null;
  const rivals = imagesWithRivals(draft.facts.candidates);

  for (const candidate of draft.facts.candidates) {
    const name = imageName(candidate.image);
    const member = memberOf(candidate.image);
    const { version } = candidate.image;
    const set = sets.get(version);
    if (!isAskedFor(draft, candidate, set)) continue;
    const present = isOurs(draft, candidate) ? set?.images.get(member) : undefined;
    if (present?.digest === candidate.digest) {
      keepForRepair(present, candidate);
      continue;
    }
    // the folder of builds may still have a build whose image was published and removed
    if (draft.tombstones.of(name)?.digest === candidate.digest) continue;
    const refusal = refusalOf(draft, candidate, {
      present,
      hasRival: rivals.has(name),
      set,
      expect: set?.expect ?? newExpect,
      newestRemoved,
      least: set === undefined ? newestEverShown : draft.newestShown,
    });
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
  warnOfCounters(draft);
}

/** A release channel takes the daily that it publishes, and the dailies that join or repair its current sets. */
function isAskedFor(
  { policy, newestShown, released }: Draft,
  { image }: Candidate,
  set: SetDraft | undefined,
): boolean {
  if (policy.channel !== "release" || image.version === released?.version) return true;
  return set !== undefined && (newestShown === null || set.order >= newestShown.order);
}

/** The names of images for which builds with different bytes arrived. */
function imagesWithRivals(candidates: readonly Candidate[]): ReadonlySet<string> {
  const digests = new Map<string, string>();
  const rivals = new Set<string>();
  for (const { image, digest } of candidates) {
    const name = imageName(image);
    if ((digests.get(name) ?? digest) !== digest) rivals.add(name);
    digests.set(name, digest);
  }
  return rivals;
}

function keepForRepair(image: ImageDraft, candidate: Candidate): void {
  if (image.record !== null && needsRepair(image)) image.candidate = candidate;
}

const needsRepair = ({ targets }: ImageDraft): boolean => [...targets.values()].some(({ repair }) => repair.length > 0);

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
      targetsOf(draft, candidate.image).map((target) => [target.name, newTargetDraft(target, draft.today)]),
    ),
  };
}
