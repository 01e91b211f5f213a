import { UserError } from "../../images/model/errors.ts";
import type { KnownServer } from "./model/server-name.ts";
import { connect, type Connection } from "../../clients/openstack/connection.ts";
import { findImages } from "../../clients/openstack/services/glance.ts";
import { networks } from "../../clients/openstack/services/neutron.ts";
import { findServers } from "../../clients/openstack/services/nova.ts";

/** What a runner needs to know about its cloud. */
export interface RunnerCloud {
  /** Glance's id. */
  image: string;
  /** Neutron's id. */
  network: string;
  /** The project's servers. */
  servers: readonly KnownServer[];
}

interface Wanted {
  cloud: string;
  image: string;
  network: string;
}

/** By runner. Each cloud is asked once. Throws a UserError if an image or a network is missing. */
export async function readRunnerClouds(runners: Readonly<Record<string, Wanted>>): Promise<Map<string, RunnerCloud>> {
  const clouds = Map.groupBy(Object.entries(runners), ([, { cloud }]) => cloud);
  const places = await Promise.all([...clouds].map(([cloud, entries]) => runnersIn(cloud, entries)));
  return new Map(places.flat());
}

async function runnersIn(cloud: string, entries: readonly [string, Wanted][]): Promise<[string, RunnerCloud][]> {
  const connection = await connect(cloud);
  try {
    const servers = await findServers(connection);
    return await Promise.all(
      entries.map(async ([name, wanted]): Promise<[string, RunnerCloud]> => [
        name,
        { image: await imageId(connection, wanted), network: await networkId(connection, wanted), servers },
      ]),
    );
  } finally {
    connection.close();
  }
}

/** The newest image of the name that the project can see. */
async function imageId(connection: Connection, { image }: Wanted): Promise<string> {
  const [found] = await findImages(connection, { name: image, status: "active", sort: "created_at:desc" });
  return found?.id ?? missing(connection, "image", image);
}

async function networkId(connection: Connection, { network }: Wanted): Promise<string> {
  const [found] = await networks(connection, { name: network });
  return found?.id ?? missing(connection, "network", network);
}

function missing({ cloud, project }: Connection, key: string, value: string): never {
  throw new UserError({
    where: `cloud-images:runners: ${key} in ${cloud}`,
    value,
    expected: `one that the project ${project.name} may use`,
    remedy: "correct its name in the stack's file, or share it with the project",
  });
}
