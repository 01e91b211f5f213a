import { UserError } from "../../images/model/errors.ts";
import type { Places } from "./places.ts";
import { readRemoved, type ChannelIdentity } from "./records.ts";

/** Throws a UserError unless the channel's `removed.json` says why the image goes from the target. */
export async function requireTombstone(
  places: Places,
  channel: ChannelIdentity,
  { image, target }: { image: string; target: string },
): Promise<void> {
  const removed = await readRemoved(places, channel);
  if (removed?.tombstones.some((stone) => stone.image === image && stone.target === target) === true) return;
  throw new UserError({
    where: target === "mirror" ? image : `${image} in ${target}`,
    value: "",
    expected: "a tombstone in removed.json, which says why it goes, before it is deleted",
    remedy: "let the plan remove it (npm run explain says when); nothing was deleted",
  });
}
