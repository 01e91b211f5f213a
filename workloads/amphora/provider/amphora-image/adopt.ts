import type { AmphoraImageInputs } from "../../model/resources.ts";
import { UserError } from "../../../../images/model/errors.ts";
import type { Connection } from "../../../../clients/openstack/connection.ts";
import type { GlanceImage } from "../../../../clients/openstack/services/glance.ts";
import { wrongBytes } from "../../../../targets/openstack/provider/glance-hash.ts";
import { imagesNamed, isOurs } from "../../../../targets/openstack/provider/image/find.ts";

/**
 * Our image if it is active already, preferably the one with the tag; undefined if there is none. Load balancers may run on an active
 * image, so it is never deleted to be uploaded again: throws a UserError if it has other bytes.
 */
export async function adopted(
  connection: Connection,
  { image, digest, size, tag }: AmphoraImageInputs,
  { signal, path }: { signal: AbortSignal; path: () => Promise<string> },
): Promise<GlanceImage | undefined> {
  const named = await imagesNamed(connection, image, signal);
  const active = named.filter((found) => found.status === "active" && isOurs(found, { image, digest }));
  const found = active.find(({ tags }) => tags.includes(tag)) ?? active[0];
  if (found === undefined) return found;
  const wrong = await wrongBytes(found, { record: { sha512: digest, size }, path });
  if (wrong === undefined) return found;
  throw new UserError({
    where: `cloud ${connection.cloud}: image ${image} (${found.id})`,
    value: wrong,
    expected: `the bytes with the sha512 ${digest}, as its own property has it`,
    remedy: "withdraw the image, and build another; it was not touched",
  });
}
