import { changedKeys } from "../../../../provider-sdk/changed.ts";
import type { Kind } from "../../../../provider-sdk/kind.ts";
import type { Difference } from "../../../../provider-sdk/provider.ts";
import { awsImageInputs, awsImageOutputs, type AwsImageInputs, type AwsImageOutputs } from "../../model/resources.ts";
import { passed } from "../../../image-at-target.ts";
import { isDue } from "../regions.ts";

/** One image's bytes in all regions of an account, private: sent once, copied to each region, adopted where it is there. */
export const awsImage: Kind<AwsImageInputs, AwsImageOutputs> = {
  description:
    "One image's bytes in all regions of an AWS account, private. What is there already is found by its name and digest.",
  inputs: awsImageInputs,
  outputs: awsImageOutputs,
  id: ({ account, image }) => `${account}/${image}`,
  diff,
  // the SDK is loaded where AWS is used
  create: async (operation, news) => (await import("./ensure.ts")).ensureImage(operation, news),
  read: async (operation, olds) => (await import("./read.ts")).readImage(operation, olds),
  update: async (operation, olds, news) => (await import("./ensure.ts")).ensureImage(operation, news, olds),
  delete: async (operation, olds) => (await import("./remove.ts")).removeImage(operation, olds),
};

function diff(olds: AwsImageOutputs, news: AwsImageInputs): Difference {
  const replaces = changedKeys(olds, news, ["account", "image", "digest"]);
  const changes: string[] = [...replaces, ...changedKeys(olds, news, ["isProtected"])];
  const hasLeft = Object.keys(olds.ids).some((region) => news.regions[region] === undefined);
  // an image that did not pass is not uploaded, so later runs have nothing to do either
  const waits = news.outcome !== passed && news.outcome === olds.outcome;
  if (hasLeft || (!waits && isDue(olds.results, news.regions))) changes.push("regions");
  return { changes, replaces };
}
