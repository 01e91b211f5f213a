import type { GalleryVersion } from "../../clients/azure/gallery-answers.ts";
import type { Damage } from "../../images/plan/facts.ts";
import type { ImageRecord, TargetRecord } from "../../images/tree/record.ts";
import { isListed } from "../../images/tree/visibility.ts";
import { isCompared } from "../observing.ts";
import type { RecordedAtTarget } from "../target.ts";
import { tags } from "./model/tags.ts";
import type { AzureTarget } from "./model/target.ts";
import type { InSubscription } from "./reading.ts";

/** By image name: differences between a region and the record. */
export function damagesIn(
  { privates, publics }: Pick<InSubscription, "privates" | "publics">,
  recorded: readonly RecordedAtTarget[],
  target: AzureTarget,
): ReadonlyMap<string, Damage> {
  return new Map(
    recorded.flatMap((each): [string, Damage][] => {
      const { name, targets } = each.record;
      const atTarget = targets[target.name];
      if (atTarget === undefined || !isCompared(atTarget.phase)) return [];
      const damage = damageOf(each, atTarget, target.azure.region, privates.get(name), publics.get(name));
      return damage === undefined ? [] : [[name, damage]];
    }),
  );
}

function damageOf(
  { record, hasFile }: RecordedAtTarget,
  { phase }: TargetRecord,
  region: string,
  own: GalleryVersion | undefined,
  open: GalleryVersion | undefined,
): Damage | undefined {
  const other = [own, open].find((version) => version !== undefined && !isOf(version, record));
  if (other !== undefined) return { findings: [`the version ${other.name} is of other bytes`], repairable: false };
  if (phase === "withdrawn") return open === undefined ? undefined : stillOpen;
  if (own === undefined) return { findings: ["it is missing in the private gallery"], repairable: hasFile };
  const { provisioningState } = own.properties;
  if (provisioningState === "Failed")
    return { findings: ["it has failed in the private gallery"], repairable: hasFile };
  if (isListed(phase)) return openDamage(open, region);
  return open === undefined ? undefined : stillOpen;
}

const stillOpen: Damage = { findings: ["it is in the community gallery"], repairable: true };

const isOf = ({ tags: found }: GalleryVersion, { digest }: ImageRecord): boolean => found[tags.digest] === digest;

/** What somebody changed of who can start it; the next run makes it again from the private version. */
function openDamage(open: GalleryVersion | undefined, region: string): Damage | undefined {
  if (open === undefined) return { findings: ["it is missing in the community gallery"], repairable: true };
  const found = open.properties.publishingProfile.targetRegions.find(({ name }) => name === region);
  if (found === undefined) return { findings: [`it is not copied to ${region}`], repairable: true };
  const { excludeFromLatest } = open.properties.publishingProfile;
  if (excludeFromLatest === true || found.excludeFromLatest === true)
    return { findings: ["latest passes it over"], repairable: true };
  return undefined;
}
