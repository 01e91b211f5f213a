import { AwsChannelAccount } from "./aws/channel-account.ts";
import { AzureChannelSubscription } from "./azure/channel-subscription.ts";
import type { AccountsSettings } from "./config.ts";
import { GcpChannelProject } from "./gcp/channel-project.ts";

/** Sets up the channel's account at each cloud that the stack's file names. Returns the stack's outputs, which become CI's variables. */
export function accounts({ channel, gitlab, aws, azure, gcp }: AccountsSettings): object {
  return {
    ...(aws !== null && { aws: awsOutputs(new AwsChannelAccount(`aws-${channel}`, { channel, gitlab, aws })) }),
    ...(azure !== null && {
      azure: azureOutputs(new AzureChannelSubscription(`azure-${channel}`, { channel, gitlab, azure })),
    }),
    ...(gcp !== null && { gcp: gcpOutputs(new GcpChannelProject(`gcp-${channel}`, { channel, gitlab, gcp })) }),
  };
}

const awsOutputs = ({ publishRole, deleteRole }: AwsChannelAccount) => ({ publishRole, deleteRole });

const azureOutputs = ({ publishClient, deleteClient }: AzureChannelSubscription) => ({ publishClient, deleteClient });

const gcpOutputs = ({ publishAccount, deleteAccount, audience }: GcpChannelProject) => ({
  publishAccount,
  deleteAccount,
  audience,
});
