import { z } from "zod";
import { isExpired, parseLease } from "./model/test-vm/lease.ts";
import type { Leftover } from "./model/test-vm/resources.ts";
import { ask } from "../../clients/openstack/answer.ts";
import type { Connection } from "../../clients/openstack/connection.ts";
import { deleteImage, findImages } from "../../clients/openstack/services/glance.ts";
import { deletePort, deleteSecurityGroup, ports, securityGroups } from "../../clients/openstack/services/neutron.ts";
import { deleteServer, findServers, getServer } from "../../clients/openstack/services/nova.ts";
import { ifThere, Refusal } from "../../clients/openstack/refusal.ts";
import { until } from "../../clients/openstack/repeat.ts";

/** Things that a killed run of tests leaves in a cloud. Only the lease in their names identifies them. */

interface Options {
  signal?: AbortSignal;
}

type Remove = (connection: Connection, id: string, options: Options) => Promise<void>;

const removeBy: Record<Leftover["kind"], Remove> = {
  server: removeServer,
  port: deletePort,
  "security group": deleteSecurityGroup,
  key: removeKey,
  image: deleteImage,
};

/** All things of tests in the connection's project, expired or not, in the order in which they can be removed. */
export async function leasedThings(connection: Connection, { signal }: Options = {}): Promise<Leftover[]> {
  const options = signal === undefined ? {} : { signal };
  const own = { project_id: connection.project.id };
  return [
    ...named("server", await findServers(connection, {}, options)),
    ...named("port", await ports(connection, own, options)),
    ...named("security group", await securityGroups(connection, own, options)),
    ...named("key", await keys(connection, options)),
    ...named("image", await ownImages(connection, options)),
  ];
}

/** The expired ones. */
export const expired = (things: readonly Leftover[], now: Date): Leftover[] =>
  things.filter(({ name }) => {
    const lease = parseLease(name);
    return lease !== undefined && isExpired(lease, now);
  });

/** Removes one thing; a missing one counts as removed. Throws a Refusal if the cloud refuses. */
export const removeLeftover = (
  connection: Connection,
  { kind, id }: Pick<Leftover, "kind" | "id">,
  options: Options = {},
): Promise<void> => removeBy[kind](connection, id, options);

/** Removes each thing in its turn, and returns what the cloud refused: one that cannot be removed keeps no other. */
export async function removeEach(
  things: readonly Leftover[],
  remove: (thing: Leftover) => Promise<void>,
  { signal }: Options = {},
): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const thing of things) {
    try {
      await remove(thing);
    } catch (error) {
      if (!(error instanceof Refusal) || signal?.aborted === true) throw error;
      refusals.push(error);
    }
  }
  return refusals;
}

const named = (kind: Leftover["kind"], things: readonly { id: string; name: string | null }[]): Leftover[] =>
  things.flatMap(({ id, name }) => (name === null || parseLease(name) === undefined ? [] : [{ kind, id, name }]));

const ownImages = (connection: Connection, options: Options) =>
  findImages(connection, { owner: connection.project.id, ...options });

const keySchema = z.object({ keypairs: z.array(z.object({ keypair: z.object({ name: z.string() }) })) });

/** Keys belong to the user, not to the project. */
async function keys(connection: Connection, options: Options): Promise<{ id: string; name: string }[]> {
  const { keypairs } = await ask(connection, "compute", {
    method: "GET",
    path: "/os-keypairs",
    schema: keySchema,
    ...options,
  });
  return keypairs.map(({ keypair: { name } }) => ({ id: name, name }));
}

async function removeKey(connection: Connection, name: string, options: Options): Promise<void> {
  const path = `/os-keypairs/${encodeURIComponent(name)}`;
  await ifThere(connection.request("compute", { method: "DELETE", path, ...options }));
}

/** Seconds until a deleted server is gone. */
const goneWithin = 120;

/** Waits until the server is gone: its port and group cannot be deleted before. */
async function removeServer(connection: Connection, id: string, options: Options): Promise<void> {
  await deleteServer(connection, id, options);
  for (let waited = 0; waited < goneWithin; waited++) {
    if ((await getServer(connection, id, options)) === undefined) return;
    await until(1_000, options.signal);
  }
  const call = { cloud: connection.cloud, method: "DELETE", service: "compute", path: `/servers/${id}` };
  throw new Refusal(call, null, `the server is still there after ${goneWithin} s`);
}
