import { UserError } from "../../../../images/model/errors.ts";
import type { Region } from "../../../../clients/aws/account.ts";
import { ownImages, type Ami } from "../../../../clients/aws/images.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { digestTag, isOurs } from "../../model/tags.ts";
import type { AwsImageInputs } from "../../model/resources.ts";
import type { LoginOfRegions } from "../accounts.ts";
import { arrivalOf, arrived, cameToNothing, isNothing } from "./arrival.ts";
import { discard } from "./discard.ts";

type Wanted = Pick<AwsImageInputs, "name" | "digest"> & LoginOfRegions;

/** The image of this name and digest in a region, once it is whole; undefined where there is none. What comes to nothing is removed. */
export async function findWhole(operation: Operation, region: Region, wanted: Wanted): Promise<Ami | undefined> {
  const removed = new Set<string>();
  for (;;) {
    const kept = await findLiving(operation, region, wanted, removed);
    if (kept === undefined) return undefined;
    const arrival = await arrivalOf(operation, region, kept.id);
    if (!isNothing(arrival)) return arrived(region, kept.id, arrival);
    await discard(operation, region, arrival.failed, wanted);
    removed.add(kept.id);
  }
}

/** One that is there, or is being made. */
async function findLiving(
  operation: Operation,
  region: Region,
  wanted: Wanted,
  removed: Set<string>,
): Promise<Ami | undefined> {
  const named = await ownImages(region, { name: wanted.name }, operation.signal);
  refuseStrangers(region, named, wanted);
  const living: Ami[] = [];
  for (const ami of named) {
    if (ami.state === "deregistered" || removed.has(ami.id)) continue;
    if (cameToNothing(ami)) {
      await discard(operation, region, ami, wanted);
      removed.add(ami.id);
    } else living.push(ami);
  }
  tellTwins(operation, region, living);
  return living.find((ami) => ami.public) ?? living.find(({ state }) => state === "available") ?? living[0];
}

/** Names of copies need not be unique in AWS (coreos-assembler), so a faulty client can make two. */
function tellTwins({ warn }: Operation, region: Region, living: readonly Ami[]): void {
  if (living.length < 2) return;
  const ids = living.map((ami) => `${ami.id}${ami.public ? " (public)" : ""}`).join(", ");
  warn(
    `${region.name}: ${living[0]?.name ?? ""} is there ${living.length} times: ${ids}; one is used, and all are deleted with the image`,
  );
}

function refuseStrangers(region: Region, named: readonly Ami[], wanted: Wanted): void {
  const stranger = named.find((ami) => !isOurs(ami, wanted) && ami.state !== "deregistered");
  if (stranger === undefined) return;
  throw new UserError({
    where: `AWS ${region.name}: image ${wanted.name} (${stranger.id})`,
    value: stranger.tags[digestTag] ?? "",
    expected: `the tag ${digestTag} ${wanted.digest}, as every image of this program has`,
    remedy: "see who made it, and deregister it or give it the tag; it was not touched",
  });
}
