import { dayOfDate, formatDay, type Day } from "../../../images/model/day.ts";
import type { Problem } from "../../../images/model/errors.ts";
import type { AmphoraBuild, AmphoraFacts, AmphoraPolicy, ExistingAmphora } from "./facts.ts";
import { compareAmphorae, parseAmphoraName, type AmphoraName } from "./name.ts";

/** An image that may carry load balancers: built, in the cloud, or both. */
export interface Candidate {
  name: string;
  digest: string;
  parsed: AmphoraName;
  build: AmphoraBuild | null;
  existing: ExistingAmphora | null;
}

interface Choice {
  /** The newest allowed image; null: the tagged image stays. */
  wanted: Candidate | null;
  refusals: Problem[];
}

/** Whether the day is past by which the team wanted to look at the release again. */
export const isOverdue = ({ reevaluateBy, now }: { reevaluateBy: Day; now: Date }): boolean =>
  dayOfDate(now) > reevaluateBy;

/** Chooses the image for new load balancers. It is never a withdrawn one, so a withdrawal goes back to the image before it. */
export function chooseAmphora(facts: AmphoraFacts, policy: AmphoraPolicy): Choice {
  const refusals: Problem[] = [];
  const candidates = candidatesOf(facts, policy).filter((candidate) => {
    const problem = problemOf(candidate, policy);
    if (problem !== undefined) refusals.push(problem);
    return problem === undefined && !(candidate.name in policy.withdraw);
  });
  const wanted = candidates.toSorted((a, b) => compareAmphorae(a.parsed, b.parsed)).at(-1) ?? null;
  if (wanted === null) refusals.push(nothingAllowed(policy));
  return { wanted, refusals };
}

/** The images for the cloud's OpenStack release and arch: builds, and images in Glance that were verified. */
function candidatesOf({ builds, images }: AmphoraFacts, { release, arch }: AmphoraPolicy): Candidate[] {
  const good = images.filter(({ status, verified }) => status === "active" && verified !== null);
  const names = new Set([...builds.map(({ description }) => description.name), ...good.map(({ name }) => name)]);
  return [...names].flatMap((name) => {
    const parsed = parseAmphoraName(name);
    const build = builds.find(({ description }) => description.name === name) ?? null;
    const alike = images.filter((image) => image.name === name);
    const existing = alike.find(({ tags }) => tags.length > 0) ?? alike[0] ?? null;
    const digest = build?.description.sha512 ?? existing?.digest;
    if (parsed === undefined || digest === undefined || parsed.arch !== arch) return [];
    // a name may lack the release
    if ((build?.description.release ?? parsed.release ?? release) !== release) return [];
    return [{ name, digest, parsed, build, existing }];
  });
}

function problemOf({ name, digest, existing }: Candidate, policy: AmphoraPolicy): Problem | undefined {
  if (existing !== null && existing.digest !== digest)
    return {
      where: `cloud ${policy.cloud}: ${name}`,
      value: digest,
      expected: `${existing.digest}, as the image of this name in Glance (${existing.id}) has`,
      remedy: "give other bytes another name: increase the minor number",
    };
  const isNew = existing === null || existing.verified === null;
  if (!isNew || !isOverdue(policy) || name in policy.withdraw) return undefined;
  return {
    where: `cloud-images:images.${policy.release}.reevaluateBy`,
    value: formatDay(policy.reevaluateBy),
    expected: `a day in the future, before ${name} goes to ${policy.cloud}`,
    remedy: "review the release, and set the day of the next review; the tagged image stays",
  };
}

const nothingAllowed = ({ cloud, release, arch }: AmphoraPolicy): Problem => ({
  where: `cloud ${cloud}`,
  value: "",
  expected: `an image for ${release} on ${arch} that is not withdrawn`,
  remedy: `build one (npm run amphora-image -- --release ${release}); the tagged image stays`,
});
