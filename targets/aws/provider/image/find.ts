import { UserError } from "../../../../images/model/errors.ts";
import type { Region } from "../../../../clients/aws/account.ts";
import { deregisterImage, ownImages, type Ami } from "../../../../clients/aws/images.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { digestTag, isOurs } from "../../model/tags.ts";
import type { AwsImageInputs } from "../../model/resources.ts";
import { accountsOf, deletionLogin, type LoginOfRegions } from "../accounts.ts";
import { available } from "./arrival.ts";
import { deleteUnused } from "./unused-snapshot.ts";

type Wanted = Pick<AwsImageInputs, "name" | "digest"> & LoginOfRegions;

/** The image of this name and digest in a region, once it is whole; undefined where there is none. */
export async function findWhole(operation: Operation, region: Region, wanted: Wanted): Promise<Ami | undefined> {
  const named = await ownImages(region, { name: wanted.name }, operation.signal);
  refuseStrangers(region, named, wanted);
  const living: Ami[] = [];
  for (const ami of named) {
    if (ami.state === "deregistered") continue;
    if (cameToNothing(ami)) await discard(operation, region, ami, wanted);
    else living.push(ami);
  }
  tellTwins(operation, region, living);
  const kept = living.find((ami) => ami.public) ?? living.find(({ state }) => state === "available") ?? living[0];
  return kept === undefined ? undefined : available(operation, region, kept.id);
}

const nothing: ReadonlySet<string> = new Set(["failed", "error", "invalid"]);
const cameToNothing = ({ state }: Ami): boolean => nothing.has(state);

/** What AWS could not make: nobody ever saw it, and its name and quota are to be free again. */
export async function discard(operation: Operation, { name }: Region, ami: Ami, login: LoginOfRegions): Promise<void> {
  const { signal, report } = operation;
  report(`${name}: ${ami.id} is ${ami.state} (${ami.stateReason}); it is made again`);
  const region = (await accountsOf(operation).of(deletionLogin(login), signal)).region(name);
  await deregisterImage(region, ami.id, signal);
  if (ami.snapshot !== undefined) await deleteUnused(region, ami.snapshot, signal);
}

/** Names of copies need not be unique in AWS (coreos-assembler), so a faulty client can make two. */
function tellTwins({ warn }: Operation, region: Region, living: readonly Ami[]): void {
  if (living.length < 2) return;
  const ids = living.map((ami) => `${ami.id}${ami.public ? " (public)" : ""}`).join(", ");
  warn(
    `${region.name}: ${living[0]?.name ?? ""} is there ${living.length} times: ${ids}; one is used, and all go with the image`,
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
