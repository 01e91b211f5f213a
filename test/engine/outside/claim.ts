import { pathToFileURL } from "node:url";
import { ownerOf } from "../../../stacks/publication/facts/tree/tree-owner.ts";
import { claim } from "../../../storage/tree/tree-owner.ts";
import type { World } from "../world/world.ts";

/** Makes the world's stack the publisher of its channel, as the program does before it publishes. */
export function claimChannel({ tree, staging, stack, state }: World): Promise<void> {
  const owner = ownerOf(stack, { PULUMI_BACKEND_URL: pathToFileURL(state).href });
  return claim({ tree, staging }, { suite: "trixie", channel: "daily" }, owner);
}
