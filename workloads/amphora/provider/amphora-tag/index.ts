import { cloudsOf } from "../../../../targets/openstack/provider/clouds.ts";
import {
  amphoraTagInputs,
  amphoraTagOutputs,
  type AmphoraTagInputs,
  type AmphoraTagOutputs,
} from "../../model/resources.ts";
import { octaviaTakes } from "../../model/retag.ts";
import { changedKeys } from "../../../../provider-sdk/changed.ts";
import type { Kind, Operation } from "../../../../provider-sdk/kind.ts";
import type { Difference } from "../../../../provider-sdk/provider.ts";
import { taggedImages } from "./find.ts";
import { rotate } from "./rotate.ts";

/**
 * Which image has Octavia's tag. Deleting this resource leaves the tag: without a tagged image a cloud can neither make nor repair
 * load balancers.
 */
export const amphoraTag: Kind<AmphoraTagInputs, AmphoraTagOutputs> = {
  description: "Which image has Octavia's tag in a cloud. A rotation is an update.",
  inputs: amphoraTagInputs,
  outputs: amphoraTagOutputs,
  id: ({ cloud, tag }) => `${cloud}/${tag}`,
  diff,
  create: ensure,
  read,
  update: (operation, _olds, news) => ensure(operation, news),
  delete: async () => undefined,
};

function diff(olds: AmphoraTagOutputs, news: AmphoraTagInputs): Difference {
  const replaces = changedKeys(olds, news, ["cloud", "tag"]);
  const changes: string[] = [...replaces, ...changedKeys(olds, news, ["project", "image", "digest", "glanceId"])];
  if (news.repair !== undefined && news.repair.length > 0) changes.push("repair");
  return { changes, replaces };
}

async function ensure(operation: Operation, news: AmphoraTagInputs): Promise<AmphoraTagOutputs> {
  const connection = await cloudsOf(operation).connection(news, operation.signal);
  await operation.locks.run(`${news.cloud} tag ${news.tag}`, () => rotate(operation, connection, news));
  return news;
}

/** The state with the image that Octavia boots now. If that is another one, the next run corrects it. */
async function read(operation: Operation, olds: AmphoraTagOutputs): Promise<AmphoraTagOutputs | undefined> {
  const connection = await cloudsOf(operation).connection(olds, operation.signal);
  const taken = octaviaTakes(await taggedImages(connection, olds.tag, operation.signal));
  return taken === undefined ? undefined : { ...olds, glanceId: taken.id };
}
