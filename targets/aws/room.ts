import type { Region } from "../../clients/aws/account.ts";
import { hasCode, isMissing } from "../../clients/aws/refusal.ts";
import { blockPublicAccess, imagesInBin, publicImageQuota } from "../../clients/aws/region-state.ts";
import { undefinedWhere } from "../../clients/undefined-where.ts";
import type { Room } from "../../images/plan/facts.ts";

/** How many more images a region lets us show; undefined: nobody knows. */
export async function roomIn(
  region: Region,
  publicNow: number,
  signal: AbortSignal,
): Promise<{ room?: Room; warnings: string[] }> {
  const [blocked, quota, bin] = await Promise.all([
    known(blockPublicAccess(region, signal)),
    known(publicImageQuota(region, signal)),
    known(imagesInBin(region, signal)),
  ]);
  const warnings: string[] = [];
  const obstacle = blocked === undefined ? undefined : obstacleIn(blocked);
  if (obstacle !== undefined) {
    warnings.push(`nothing can be shown: ${obstacle}; the role accounts sets what a region may share`);
    return { room: { images: 0, reason: obstacle }, warnings };
  }
  if (quota === undefined) return { warnings };
  const inBin = bin ?? 0;
  const counted = inBin === 0 ? `${publicNow} are public` : `${publicNow} are public, and ${inBin} in the Recycle Bin`;
  const images = Math.max(0, quota - publicNow - inBin);
  return { room: { images, reason: `of the quota of ${quota} public images ${counted}` }, warnings };
}

/** Sharing is refused while images are blocked; with `block-all-sharing` even what is shared is not public (AWS: "Block public access for snapshots"). */
function obstacleIn({ images, snapshots }: { images: string; snapshots: string }): string | undefined {
  if (images !== "unblocked" && images !== "") return "block public access of images is on";
  if (snapshots === "block-all-sharing")
    return "block public access of snapshots is on (block-all-sharing), so those of public images are private too";
  if (snapshots !== "unblocked" && snapshots !== "") return `block public access of snapshots is on (${snapshots})`;
  return undefined;
}

/** The value; undefined where the role may not ask, or the service has no such quota: that decides nothing. */
const known = <T>(value: Promise<T>): Promise<T | undefined> => undefinedWhere(isUntold, value);

const isUntold = (error: unknown): boolean =>
  isMissing(error) ||
  hasCode(error, "UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "NoSuchResourceException");
