import { AwsChannelAccount } from "./aws/channel-account.ts";
import type { AccountsSettings } from "./config.ts";

/** The channel's account at each cloud that the file names. What it returns are the stack's outputs, for CI's variables. */
export function accounts({ channel, gitlab, aws }: AccountsSettings): object {
  return {
    ...(aws !== null && { aws: new AwsChannelAccount(`aws-${channel}`, { channel, gitlab, aws }) }),
  };
}
