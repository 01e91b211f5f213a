import type { Carried } from "./model/facts.ts";
import type { Connection } from "../../clients/openstack/connection.ts";
import { getServer } from "../../clients/openstack/services/nova.ts";
import { amphorae, loadBalancers, type Amphora } from "../../clients/openstack/services/octavia.ts";

/**
 * The image that each amphora was booted from, by Octavia (`image_id`) or else by Nova; null if neither knows it. Deleted amphorae
 * are left out.
 */
export async function carriedIn(connection: Connection, signal?: AbortSignal): Promise<Carried[]> {
  const options = signal === undefined ? {} : { signal };
  const running = (await amphorae(connection, {}, options)).filter(({ status }) => status !== "DELETED");
  if (running.length === 0) return [];
  const names = new Map((await loadBalancers(connection, {}, options)).map(({ id, name }) => [id, name]));
  return Promise.all(
    running.map(async (amphora) => {
      const id = amphora.loadbalancer_id ?? `the amphora ${amphora.id}`;
      return { loadBalancer: { id, name: names.get(id) ?? "" }, image: await imageOf(connection, amphora, options) };
    }),
  );
}

async function imageOf(
  connection: Connection,
  { image_id, compute_id }: Amphora,
  options: { signal?: AbortSignal },
): Promise<string | null> {
  if (image_id !== null || compute_id === null) return image_id;
  return (await getServer(connection, compute_id, options))?.image ?? null;
}
