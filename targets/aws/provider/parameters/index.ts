import { changedKeys } from "../../../../provider-sdk/changed.ts";
import type { Kind } from "../../../../provider-sdk/kind.ts";
import type { Difference } from "../../../../provider-sdk/provider.ts";
import {
  awsParametersInputs,
  awsParametersOutputs,
  type AwsParametersInputs,
  type AwsParametersOutputs,
} from "../../model/resources.ts";
import { isDue, upIn } from "../regions.ts";

/** The SSM parameters of a channel in all regions of an account: its moving names. */
export const awsParameters: Kind<AwsParametersInputs, AwsParametersOutputs> = {
  description: "The SSM parameters that name a channel's newest images, in all regions of an AWS account.",
  inputs: awsParametersInputs,
  outputs: awsParametersOutputs,
  id: ({ account, paths }) => `${account}/${paths[0] ?? ""}`,
  diff,
  // the SDK is loaded where AWS is used
  create: async (operation, news) => (await import("./settle.ts")).settleParameters(operation, news),
  read: async (operation, olds) => (await import("./settle.ts")).readPointers(operation, olds),
  update: async (operation, olds, news) => (await import("./settle.ts")).settleParameters(operation, news, olds),
  delete: async (operation, olds) => (await import("./settle.ts")).removeParameters(operation, olds),
};

function diff(olds: AwsParametersOutputs, news: AwsParametersInputs): Difference {
  const replaces = changedKeys(olds, news, ["account", "paths"]);
  const moves = upIn(news.regions).some(([region, { images }]) => {
    const old = olds.regions[region]?.images ?? {};
    const left = Object.keys(old).some((arch) => !(arch in images));
    return left || Object.entries(images).some(([arch, image]) => image !== null && image !== old[arch]);
  });
  const changes: string[] = [...replaces, ...changedKeys(olds, news, ["dataType"])];
  if (moves || isDue(olds.results, news.regions)) changes.push("regions");
  return { changes, replaces };
}
