import { flavorFor, type Flavor, type Wanted } from "../../../../images/boot-tests/hardware.ts";
import { UserError } from "../../../../images/model/errors.ts";
import type { Connection } from "../../../../clients/openstack/connection.ts";
import { networks } from "../../../../clients/openstack/services/neutron.ts";
import { flavors } from "../../../../clients/openstack/services/nova.ts";

interface Asked {
  /** The size of the image's disk. */
  gibibytes: number;
  signal: AbortSignal;
}

/** The server's flavor and network, by their ids. Throws a UserError where the cloud has nothing that fits. */
export async function chooseHardware(
  connection: Connection,
  wanted: Wanted,
  { gibibytes, signal }: Asked,
): Promise<{ flavor: Flavor; network: string }> {
  const { cloud } = connection;
  const known = await flavors(connection, { signal });
  const flavor = flavorFor(known, gibibytes, wanted.flavor);
  if (flavor === undefined)
    throw new UserError({
      where: `cloud-images:tests.nova.${cloud}.flavor`,
      value: wanted.flavor ?? known.map(({ name }) => name).join(", "),
      expected: `a flavor of the cloud with 512 MiB of memory and a disk larger than ${gibibytes} GiB`,
      remedy: "name one that the project may use",
    });
  return { flavor, network: await networkOf(connection, wanted.network, signal) };
}

async function networkOf(connection: Connection, name: string | null, signal: AbortSignal): Promise<string> {
  const query = name === null ? { "router:external": "false" } : { name };
  const [only, ...others] = await networks(connection, query, { signal });
  if (only !== undefined && others.length === 0) return only.id;
  throw new UserError({
    where: `cloud-images:tests.nova.${connection.cloud}.network`,
    value: name ?? ([only, ...others].flatMap((each) => each?.name ?? []).join(", ") || "none"),
    expected: "one network of the project",
    remedy: "name one that it has once",
  });
}
