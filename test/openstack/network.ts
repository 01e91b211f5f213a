import { z } from "zod";
import { ask } from "../../clients/openstack/answer.ts";
import type { Connection } from "../../clients/openstack/connection.ts";

const schema = z.object({ network: z.object({ id: z.string() }) });

/**
 * Makes a network with a subnet of these addresses, and returns its id. No agent of Neutron answers in it: a guest gets its address from
 * the config drive.
 */
export async function makeNetwork(connection: Connection, name: string, cidr: string): Promise<string> {
  const { network } = await ask(connection, "network", {
    method: "POST",
    path: "/networks",
    json: { network: { name } },
    schema,
  });
  const subnet = { network_id: network.id, name, ip_version: 4, cidr, enable_dhcp: false };
  await connection.request("network", { method: "POST", path: "/subnets", json: { subnet } });
  return network.id;
}

export async function deleteNetwork(connection: Connection, id: string): Promise<void> {
  await connection.request("network", { method: "DELETE", path: `/networks/${id}` });
}
