import { channels, type Channel } from "./definitions/channels.ts";
import { isSuite, type Suite } from "./definitions/suites.ts";

/** The only channel that a stack named `<codename>-<channel>` may publish; undefined for any other name, as `dev`. */
export function channelOfStack(stack: string): { suite: Suite; channel: Channel } | undefined {
  const channel = channels.find((name) => stack.endsWith(`-${name}`));
  if (channel === undefined) return undefined;
  const suite = stack.slice(0, -`-${channel}`.length);
  return isSuite(suite) ? { suite, channel } : undefined;
}
