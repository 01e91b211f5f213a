import { z } from "zod";
import { ask } from "../answer.ts";
import type { Connection } from "../connection.ts";
import { ifThere } from "../refusal.ts";

/** Neutron's networks, ports and security groups, as far as the search for leftovers needs them. */

interface Options {
  signal?: AbortSignal;
}

const named = {
  id: z.string(),
  name: z.string(),
  description: z.string().default(""),
  tags: z.array(z.string()).default([]),
  created_at: z.string().optional(),
};

const portSchema = z.object({ ...named, network_id: z.string(), device_id: z.string(), mac_address: z.string() });
const networkSchema = z.object({ ...named, status: z.string(), subnets: z.array(z.string()) });
const ruleSchema = z.object({
  id: z.string(),
  direction: z.enum(["ingress", "egress"]),
  protocol: z.string().nullable(),
  port_range_min: z.number().nullable(),
  port_range_max: z.number().nullable(),
  remote_ip_prefix: z.string().nullable(),
});
const securityGroupSchema = z.object({ ...named, security_group_rules: z.array(ruleSchema) });

type Port = z.output<typeof portSchema>;
type Network = z.output<typeof networkSchema>;
type SecurityGroup = z.output<typeof securityGroupSchema>;

/** Neutron gives a whole list where no limit is asked for. */
export async function ports(
  connection: Connection,
  query: Record<string, string> = {},
  options: Options = {},
): Promise<Port[]> {
  const schema = z.object({ ports: z.array(portSchema) });
  return (await ask(connection, "network", { method: "GET", path: "/ports", query, schema, ...options })).ports;
}

export async function networks(
  connection: Connection,
  query: Record<string, string> = {},
  options: Options = {},
): Promise<Network[]> {
  const schema = z.object({ networks: z.array(networkSchema) });
  return (await ask(connection, "network", { method: "GET", path: "/networks", query, schema, ...options })).networks;
}

export async function securityGroups(
  connection: Connection,
  query: Record<string, string> = {},
  options: Options = {},
): Promise<SecurityGroup[]> {
  const schema = z.object({ security_groups: z.array(securityGroupSchema) });
  const answer = await ask(connection, "network", {
    method: "GET",
    path: "/security-groups",
    query,
    schema,
    ...options,
  });
  return answer.security_groups;
}

/** Deletes a port or a security group; one that is not there any more is deleted. */
export async function deletePort(connection: Connection, id: string, options: Options = {}): Promise<void> {
  await removed(connection, `/ports/${encodeURIComponent(id)}`, options);
}

export async function deleteSecurityGroup(connection: Connection, id: string, options: Options = {}): Promise<void> {
  await removed(connection, `/security-groups/${encodeURIComponent(id)}`, options);
}

async function removed(connection: Connection, path: string, options: Options): Promise<void> {
  await ifThere(connection.request("network", { method: "DELETE", path, ...options }));
}
