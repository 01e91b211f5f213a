import type { Ami } from "../../clients/aws/images.ts";
import { dayOfDate, daysBetween, formatDay } from "../../images/model/day.ts";
import type { Damage } from "../../images/plan/facts.ts";
import type { Phase } from "../../images/tree/record.ts";
import { cloudName } from "../names.ts";
import { isCompared } from "../observing.ts";
import type { RecordedAtTarget } from "../target.ts";
import { isPublicIn } from "./model/access.ts";
import { isOurs } from "./model/tags.ts";
import type { AwsTarget } from "./model/target.ts";

interface InRegion {
  images: readonly Ami[];
  /** Ids of snapshots that everybody may copy. */
  shared: ReadonlySet<string>;
  /** Whether any region has an image of this name to copy from. */
  elsewhere: (name: string) => boolean;
}

/** By image name: differences between the region and the record. */
export const damagesIn = (
  region: InRegion,
  recorded: readonly RecordedAtTarget[],
  { name: target }: AwsTarget,
): ReadonlyMap<string, Damage> =>
  new Map(
    recorded.flatMap((each): [string, Damage][] => {
      const phase = each.record.targets[target]?.phase;
      const damage = phase !== undefined && isCompared(phase) ? damageOf(region, each, phase) : undefined;
      return damage === undefined ? [] : [[each.record.name, damage]];
    }),
  );

function damageOf(region: InRegion, each: RecordedAtTarget, phase: Phase): Damage | undefined {
  const ami = oursAmong(region.images, each);
  if (phase === "withdrawn" || phase === "lost")
    return ami === undefined ? undefined : seenOtherwise(ami, region, false);
  const canBeMade = mayBeMadeIn(phase) && (each.hasFile || region.elsewhere(cloudName(each.image)));
  if (ami === undefined) return { findings: ["it is missing in AWS"], repairable: canBeMade };
  if (ami.state === "pending") return undefined;
  if (ami.state !== "available")
    return { findings: [`it is ${ami.state} in AWS`], repairable: canBeMade && ami.state !== "disabled" };
  return seenOtherwise(ami, region, isPublicIn(phase));
}

/**
 * Many look for the newest AMI by Debian's account and a pattern of names, as Terraform's `most_recent` does: the day on which it was
 * made counts there, so an old version that is made again would take the place of the current one.
 */
const mayBeMadeIn = (phase: Phase): boolean => phase !== "superseded" && phase !== "hidden";

/**
 * Differences of its access: a person changed it, or AWS, which removes the permission of idle images. The next run sets it
 * again.
 */
function seenOtherwise(ami: Ami, { shared }: InRegion, isPublic: boolean): Damage | undefined {
  const findings: string[] = [];
  if (ami.public !== isPublic) findings.push(`it is ${ami.public ? "public" : "private"}`);
  if (ami.snapshot !== undefined && shared.has(ami.snapshot) !== isPublic)
    findings.push(`its snapshot is ${isPublic ? "private" : "public"}`);
  return findings.length === 0 ? undefined : { findings, repairable: true };
}

/** The public one, if there are two. */
function oursAmong(images: readonly Ami[], { image, record }: RecordedAtTarget): Ami | undefined {
  const ours = images.filter((ami) => isOurs(ami, { name: cloudName(image), digest: record.digest }));
  return ours.find((ami) => ami.public) ?? ours.find(({ state }) => state === "available") ?? ours[0];
}

/** By image name: when it was launched, for those launched lately. */
export function neededIn(
  images: readonly Ami[],
  recorded: readonly RecordedAtTarget[],
  { aws: { spareLaunched } }: AwsTarget,
  now = new Date(),
): ReadonlyMap<string, string> {
  const today = dayOfDate(now);
  return new Map(
    recorded.flatMap((each): [string, string][] => {
      const launched = oursAmong(images, each)?.lastLaunched;
      const day = launched === undefined ? undefined : dayOfDate(new Date(launched));
      if (day === undefined || daysBetween(day, today) > spareLaunched) return [];
      return [[each.record.name, `launched ${formatDay(day)}`]];
    }),
  );
}
