import type { Region } from "../../clients/aws/account.ts";
import { hasCode, isMissing } from "../../clients/aws/refusal.ts";
import { imageBlock, imagesInBin, publicImageQuota, snapshotBlock } from "../../clients/aws/region-state.ts";
import { undefinedWhere } from "../../clients/undefined-where.ts";
import type { Room } from "../../images/plan/facts.ts";

/** What is known already of a region's room. */
export interface Counted {
  /** Images that are public now. */
  publicNow: number;
  /** Whether the region may share snapshots: GetSnapshotBlockPublicAccessState's answer; undefined: unknown. */
  snapshots: string | undefined;
}

/** How many more images a region lets us show; undefined: nobody knows. */
export async function roomIn(
  region: Region,
  { publicNow, snapshots }: Counted,
  signal: AbortSignal,
): Promise<{ room?: Room; warnings: string[] }> {
  const [images, quota, bin] = await Promise.all([
    known(imageBlock(region, signal)),
    known(publicImageQuota(region, signal)),
    known(imagesInBin(region, signal)),
  ]);
  const obstacle = obstacleIn({ images, snapshots });
  if (obstacle !== undefined) {
    const warning = `nothing can be shown: ${obstacle}; the role accounts sets what a region may share`;
    return { room: { images: 0, reason: obstacle }, warnings: [warning] };
  }
  if (quota === undefined) return { warnings: [] };
  const inBin = bin ?? 0;
  const counted = inBin === 0 ? `${publicNow} are public` : `${publicNow} are public, and ${inBin} in the Recycle Bin`;
  const left = Math.max(0, quota - publicNow - inBin);
  return { room: { images: left, reason: `of the quota of ${quota} public images ${counted}` }, warnings: [] };
}

/** Undefined where the role may not ask. */
export const snapshotBlockIn = (region: Region, signal: AbortSignal): Promise<string | undefined> =>
  known(snapshotBlock(region, signal));

/**
 * With `block-all-sharing` even what is shared is not public (AWS: "Block public access for snapshots"), which no attribute says.
 */
export const hidesSnapshots = (state: string | undefined): boolean => state === "block-all-sharing";

/** Sharing is refused while images are blocked, or snapshots are. */
function obstacleIn({
  images = "",
  snapshots = "",
}: Readonly<Record<"images" | "snapshots", string | undefined>>): string | undefined {
  if (images !== "unblocked" && images !== "") return "block public access of images is on";
  if (snapshots !== "unblocked" && snapshots !== "") return `block public access of snapshots is on (${snapshots})`;
  return undefined;
}

/** The value; undefined, which decides nothing, where the role may not ask or the service has no such quota. */
const known = <T>(value: Promise<T>): Promise<T | undefined> => undefinedWhere(isUntold, value);

const isUntold = (error: unknown): boolean =>
  isMissing(error) ||
  hasCode(error, "UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "NoSuchResourceException");
