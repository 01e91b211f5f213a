import type { Channel } from "../../images/model/definitions/channels.ts";
import type { Member } from "../../images/model/image.ts";
import { regions as awsRegions } from "../../targets/aws/model/regions.ts";
import { awsCloud } from "./clouds/aws.ts";
import { azureCloud } from "./clouds/azure.ts";
import { gcpCloud } from "./clouds/gcp.ts";
import { openstackCloud } from "./clouds/openstack.ts";
import type { Connections } from "./line.ts";
import type { DaysCloud } from "./sight.ts";

/** The images of a set. Two clouds take each of them, because to make an image costs more than to publish it. */
export const members = ["ec2/amd64", "genericcloud/amd64"] as const satisfies Member[];

/** The accounts of each channel. Channels share none. */
const accounts = {
  daily: { aws: "903794441882", azure: "0a1b2c3d-0000-4000-8000-00000000da11" },
  release: { aws: "136693071363", azure: "0a1b2c3d-0000-4000-8000-00000000ab1e" },
} as const satisfies Record<Channel, object>;

interface FiveClouds {
  channel: Channel;
  /** How many regions each cloud has, where it has regions. The last one is best effort. */
  regions: number;
}

/** Starts the clouds of a channel's stack, by their keys in its settings. The fifth place is the tree. */
export async function fiveClouds(
  connections: Connections,
  { channel, regions }: FiveClouds,
): Promise<Record<string, DaysCloud>> {
  const { aws, azure } = accounts[channel];
  const inAws = ["eu-west-1", ...awsRegions.filter((region) => region !== "eu-west-1")].slice(0, regions);
  const inAzure = ["westeurope", ...Array.from({ length: regions - 1 }, (_, index) => `region${index + 1}`)];
  const family = { suite: "trixie", channel, vendor: "ec2", arch: "amd64" } as const;
  return {
    aws: await awsCloud(connections, { account: aws, regions: inAws }),
    azure: await azureCloud(connections, { subscription: azure, regions: inAzure, family }),
    gcp: await gcpCloud(connections, `debian-${channel}-days`),
    openstack: await openstackCloud(connections),
  };
}
