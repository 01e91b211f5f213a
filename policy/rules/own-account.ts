import { channelOfStack } from "../../images/model/stack-name.ts";
import { modelOfType } from "../../targets/models.ts";
import { channelOf, stackOf, type Registered } from "../identity.ts";
import type { Rule } from "../rule.ts";

/** The channel whose account the resource would go to, if it is not the image's own. */
function strayAccount(resource: Registered): string | undefined {
  const { type, props } = resource;
  const channel = (channelOf(resource) ?? channelOfStack(stackOf(resource)))?.channel;
  const owner = modelOfType(type)?.accountOf?.({ type, inputs: props });
  return channel === undefined || owner === undefined || owner === channel ? undefined : owner;
}

export const ownAccount: Rule = {
  name: "own-account",
  description: "A daily never goes to the account of the releases, and a release never to that of the dailies.",
  reads: ["account", "image", "suite", "channel"],
  violations(resource) {
    const owner = strayAccount(resource);
    return owner === undefined ? [] : [`${resource.name} would go to the account of channel ${owner}; name its own`];
  },
};
