import { channels, type Channel } from "./definitions/channels.ts";
import { isSuite, type Suite } from "./definitions/suites.ts";

/** The one channel that a stack of the team's may write, by its name `<codename>-<channel>`; undefined for any other stack, as `dev`. */
export function channelOfStack(stack: string): { suite: Suite; channel: Channel } | undefined {
  const channel = channels.find((name) => stack.endsWith(`-${name}`));
  if (channel === undefined) return undefined;
  const suite = stack.slice(0, -`-${channel}`.length);
  return isSuite(suite) ? { suite, channel } : undefined;
}
