import { cloudsOf } from "../clouds.ts";
import {
  imageAccessInputs,
  imageAccessOutputs,
  type ImageAccessInputs,
  type ImageAccessOutputs,
} from "../../model/resources.ts";
import { getImage } from "../../../../clients/openstack/services/glance.ts";
import { changedKeys } from "../../../../provider-sdk/changed.ts";
import type { Kind, Operation } from "../../../../provider-sdk/kind.ts";
import type { Difference } from "../../../../provider-sdk/provider.ts";
import { passed } from "../../../image-at-target.ts";
import { bestEffort } from "../../../../provider-sdk/best-effort.ts";
import { accessChanges, hiddenAccess } from "./changes.ts";
import { settleAccess } from "./settle.ts";

/** Who sees an image in a cloud: shown, superseded, hidden and withdrawn by one update in place. */
export const imageAccess: Kind<ImageAccessInputs, ImageAccessOutputs> = {
  description: "Who sees an image in Glance. Showing and hiding are updates in place; deleting this hides the image.",
  inputs: imageAccessInputs,
  outputs: imageAccessOutputs,
  id: ({ cloud, image }) => `${cloud}/${image}`,
  diff,
  create: ensure,
  read,
  update: (operation, _olds, news) => ensure(operation, news),
  delete: hide,
};

function diff(olds: ImageAccessOutputs, news: ImageAccessInputs): Difference {
  const replaces = changedKeys(olds, news, ["cloud", "image"]);
  const inPlace = changedKeys(olds, news, ["project", "glanceId", "visibility", "hidden", "replacement"]);
  const changes: string[] = [...replaces, ...inPlace];
  if (news.repair !== undefined && news.repair.length > 0) changes.push("repair");
  if (olds.standing !== passed) changes.push("standing");
  return { changes, replaces };
}

function ensure(operation: Operation, news: ImageAccessInputs): Promise<ImageAccessOutputs> {
  const { glanceId, image } = news;
  const standingAs = (standing: string): ImageAccessOutputs => ({ ...news, standing });
  return bestEffort(operation, {
    required: news.required,
    broken: standingAs,
    work: async () => {
      if (glanceId === null) return standingAs("broken: it is not in the cloud yet");
      const connection = await cloudsOf(operation).connection(news, operation.signal);
      await operation.locks.run(`${news.cloud}/${image}`, () =>
        settleAccess(operation, connection, { glanceId, image, access: news }),
      );
      return standingAs(passed);
    },
  });
}

/** The state with the differences as its `standing`; undefined if the image is gone. */
async function read(operation: Operation, olds: ImageAccessOutputs): Promise<ImageAccessOutputs | undefined> {
  if (olds.glanceId === null) return olds;
  const connection = await cloudsOf(operation).connection(olds, operation.signal);
  const image = await getImage(connection, olds.glanceId, { signal: operation.signal });
  if (image === undefined) return undefined;
  const differing = accessChanges(image, olds).map(({ path }) => path.slice(1));
  return { ...olds, standing: differing.length === 0 ? passed : `drifted: ${differing.join(", ")}` };
}

/** From here on only the project sees it. Its bytes stay until their own resource is deleted. */
async function hide(operation: Operation, olds: ImageAccessOutputs): Promise<void> {
  const { glanceId, image, cloud } = olds;
  if (glanceId === null) return;
  const connection = await cloudsOf(operation).connection(olds, operation.signal);
  await operation.locks.run(`${cloud}/${image}`, () =>
    settleAccess(operation, connection, { glanceId, image, access: hiddenAccess(olds) }),
  );
}
