import { cloudsOf } from "../../../../targets/openstack/provider/clouds.ts";
import type { AmphoraImageOutputs } from "../../model/resources.ts";
import { UserError } from "../../../../images/model/errors.ts";
import { carriedIn } from "../../carried.ts";
import type { Connection } from "../../../../clients/openstack/connection.ts";
import type { GlanceImage } from "../../../../clients/openstack/services/glance.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { discard, imagesNamed, isOurs } from "../../../../targets/openstack/provider/image/find.ts";

/** Deletes the image. Throws a UserError while Octavia may boot it, or a load balancer may run on it. */
export async function remove(operation: Operation, olds: AmphoraImageOutputs): Promise<void> {
  const { locks, signal } = operation;
  const connection = await cloudsOf(operation).connection(olds, signal);
  await locks.run(`${olds.cloud}/${olds.image}`, async () => {
    const ours = (await imagesNamed(connection, olds.image, signal)).filter((found) => isOurs(found, olds));
    for (const image of ours) refuseTagged(connection, image);
    if (ours.length > 0) await refuseUsed(connection, ours, signal);
    for (const image of ours) await discard(connection, image, signal);
  });
}

/** Any tag may be that of an Octavia: several may take their images from one project. */
function refuseTagged({ cloud }: Connection, { id, name, tags }: GlanceImage): void {
  if (tags.length === 0) return;
  throw new UserError({
    where: `cloud ${cloud}: image ${name ?? ""} (${id})`,
    value: tags.join(", "),
    expected: "an image without a tag, before it is deleted",
    remedy: "run again: the plan decides again which image has the tag; it was not deleted",
  });
}

async function refuseUsed(connection: Connection, images: readonly GlanceImage[], signal: AbortSignal): Promise<void> {
  const ids = new Set<string | null>([null, ...images.map(({ id }) => id)]);
  const user = (await carriedIn(connection, signal)).find(({ image }) => ids.has(image));
  if (user === undefined) return;
  const { id, name } = user.loadBalancer;
  throw new UserError({
    where: `cloud ${connection.cloud}: image ${images[0]?.name ?? ""} (${images[0]?.id ?? ""})`,
    value: `the load balancer ${name} (${id}) ${user.image === null ? "may run" : "runs"} on it`,
    expected: "no load balancer on an image that is deleted",
    remedy: "fail it over (openstack loadbalancer failover), and run again; it was not deleted",
  });
}
