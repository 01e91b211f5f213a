import type { ReleaseFacts } from "../../../images/releases/decision/types.ts";
import { memberOf } from "../../../images/model/image.ts";
import { hasRules, unwantedIn } from "../../../images/packages/package-rules.ts";
import type { Candidate } from "../../../images/plan/facts.ts";
import type { StackPolicy } from "../../../images/plan/policy.ts";
import { mapBounded } from "../../../storage/bounded.ts";
import { buildContents, ifReadable } from "./tree/contents.ts";

type Rules = Pick<StackPolicy, "packages">;

const readsAtOnce = 16;

const unreadable = ["has packages that cannot be read"];

/** Adds to builds the package rules that they break. */
export async function judgeBuilds(
  candidates: readonly Candidate[],
  { packages }: Rules,
): Promise<readonly Candidate[]> {
  if (!hasRules(packages)) return candidates;
  return mapBounded(candidates, readsAtOnce, async (candidate) => {
    const contents = await ifReadable(buildContents(candidate.source));
    const { vendor } = candidate.image;
    const unwanted = contents === undefined ? unreadable : unwantedIn(packages, vendor, contents.packages);
    return { ...candidate, unwanted };
  });
}

/** The same for dailies that may be released. The packages of other dailies are not read: those are recorded already. */
export function judgeDailies(
  candidates: readonly Candidate[],
  { packages }: Rules,
  { dailies }: Pick<ReleaseFacts, "dailies">,
): readonly Candidate[] {
  if (!hasRules(packages)) return candidates;
  return candidates.map((candidate) => {
    const { version, vendor } = candidate.image;
    const installed = dailies.find((daily) => daily.version === version)?.images.get(memberOf(candidate.image));
    return installed == null ? candidate : { ...candidate, unwanted: unwantedIn(packages, vendor, installed) };
  });
}
