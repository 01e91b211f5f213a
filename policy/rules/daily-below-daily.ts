import { channelDirectory } from "../../images/model/image.ts";
import { channelOfStack } from "../../images/model/stack-name.ts";
import { channelOf, stackOf, type Registered } from "../identity.ts";
import type { Rule } from "../rule.ts";

/** Where the resource writes, if its stack may not write there. */
function strayDirectory(resource: Registered): string | undefined {
  const own = channelOfStack(stackOf(resource));
  const written = channelOf(resource);
  if (own === undefined || written === undefined) return undefined;
  const directory = channelDirectory(written);
  return directory === channelDirectory(own) ? undefined : directory;
}

export const dailyBelowDaily: Rule = {
  name: "daily-below-daily",
  description: "A daily stack writes only below its suite's daily/, a release stack never does.",
  reads: ["suite", "channel", "image"],
  violations(resource) {
    const directory = strayDirectory(resource);
    if (directory === undefined) return [];
    return [`${resource.name} is of ${directory}/; register it in the stack of that suite and channel`];
  },
};
