import type { GalleryVersion } from "../../clients/azure/gallery-answers.ts";
import type { Damage } from "../../images/plan/facts.ts";
import type { ImageRecord, TargetRecord } from "../../images/tree/record.ts";
import { isListed } from "../../images/tree/visibility.ts";
import { isCompared } from "../observing.ts";
import type { RecordedAtTarget } from "../target.ts";
import { tags } from "./model/tags.ts";
import type { AzureTarget } from "./model/target.ts";
import { isHigher, leadsIn } from "./provider/latest/flags.ts";
import type { InSubscription } from "./reading.ts";

/** By image name: differences between a region and the record. */
export function damagesIn(
  found: Pick<InSubscription, "privates" | "publics" | "open">,
  recorded: readonly RecordedAtTarget[],
  target: AzureTarget,
): ReadonlyMap<string, Damage> {
  return new Map(
    recorded.flatMap((each): [string, Damage][] => {
      const { name, targets } = each.record;
      const atTarget = targets[target.name];
      if (atTarget === undefined || !isCompared(atTarget.phase)) return [];
      const { region } = target.azure;
      const open = found.publics.get(name);
      const damage =
        damageOf(each, atTarget, region, found.privates.get(name), open) ??
        (atTarget.phase === "current" && open !== undefined ? latestDamage(open, found.open, region) : undefined);
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
  const isOpen = open?.properties.publishingProfile.targetRegions.some(({ name }) => name === region) === true;
  const { provisioningState } = own.properties;
  if (provisioningState === "Failed")
    return { findings: ["it has failed in the private gallery"], repairable: hasFile };
  if (isListed(phase)) return openDamage(open, region);
  return isOpen ? stillOpen : undefined;
}

const stillOpen: Damage = { findings: ["it is in the community gallery"], repairable: true };

const isOf = ({ tags: found }: GalleryVersion, { digest }: ImageRecord): boolean => found[tags.digest] === digest;

/** Differences of who can start it. The next run makes it again from the private version. */
function openDamage(open: GalleryVersion | undefined, region: string): Damage | undefined {
  if (open === undefined) return { findings: ["it is missing in the community gallery"], repairable: true };
  const found = open.properties.publishingProfile.targetRegions.find(({ name }) => name === region);
  if (found === undefined) return { findings: [`it is not copied to ${region}`], repairable: true };
  return undefined;
}

/** The image that `latest` leads to instead of the current one. */
function latestDamage(open: GalleryVersion, all: readonly GalleryVersion[], region: string): Damage | undefined {
  const higher = all.find(
    (each) => definitionOf(each) === definitionOf(open) && isHigher(each.name, open.name) && leadsIn(each, region),
  );
  if (higher !== undefined) return { findings: [`latest leads to ${higher.name}`], repairable: true };
  return leadsIn(open, region) ? undefined : { findings: ["latest passes it over"], repairable: true };
}

const definitionOf = ({ id }: GalleryVersion): string => id.split("/").at(-3) ?? "";
