import { isDeepStrictEqual } from "node:util";
import { changedKeys } from "../../../../provider-sdk/changed.ts";
import type { Kind } from "../../../../provider-sdk/kind.ts";
import type { Difference } from "../../../../provider-sdk/provider.ts";
import {
  awsAccessInputs,
  awsAccessOutputs,
  type AwsAccessInputs,
  type AwsAccessOutputs,
} from "../../model/resources.ts";
import { isDue, upIn } from "../regions.ts";

/** Who sees an image, in all regions of an account. */
export const awsAccess: Kind<AwsAccessInputs, AwsAccessOutputs> = {
  description: "Who sees an image, by region. Showing and hiding are updates in place; deleting this hides the image.",
  inputs: awsAccessInputs,
  outputs: awsAccessOutputs,
  id: ({ account, image }) => `${account}/${image}`,
  diff,
  // the SDK is loaded where AWS is used
  create: async (operation, news) => (await import("./settle.ts")).settleAccess(operation, news),
  read: async (operation, olds) => (await import("./read.ts")).readAccess(operation, olds),
  update: async (operation, olds, news) => (await import("./settle.ts")).settleAccess(operation, news, olds),
  delete: async (operation, olds) => (await import("./settle.ts")).hideEverywhere(operation, olds),
};

function diff(olds: AwsAccessOutputs, news: AwsAccessInputs): Difference {
  const replaces = changedKeys(olds, news, ["account", "image"]);
  const changes: string[] = [...replaces, ...changedKeys(olds, news, ["deprecateOn", "outsider", "names"])];
  const differs = upIn(news.regions).some(([region, { isPublic, ids }]) => {
    const old = olds.regions[region];
    return old?.isPublic !== isPublic || !isDeepStrictEqual(old.ids, ids);
  });
  const isForgotten = Object.entries(olds.regions).some(
    ([region, { isPublic }]) => isPublic && !(region in news.regions),
  );
  if (differs || isForgotten || isDue(olds.results, news.regions)) changes.push("regions");
  return { changes, replaces };
}
