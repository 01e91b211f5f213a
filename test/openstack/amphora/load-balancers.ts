import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { z } from "zod";
import { ask } from "../../../clients/openstack/answer.ts";
import type { Connection } from "../../../clients/openstack/connection.ts";
import { amphorae, loadBalancers } from "../../../clients/openstack/services/octavia.ts";
import { expect } from "vitest";

/** Makes a load balancer. Octavia's drivers start no server for it here, and its address is in no network of Neutron. Returns its id. */
export async function makeLoadBalancer(connection: Connection, name: string): Promise<string> {
  const { loadbalancer } = await ask(connection, "load-balancer", {
    method: "POST",
    path: "/lbaas/loadbalancers",
    json: {
      loadbalancer: { name, vip_subnet_id: randomUUID(), vip_network_id: randomUUID(), vip_address: "198.51.100.7" },
    },
    schema: z.object({ loadbalancer: z.object({ id: z.string() }) }),
  });
  const { id } = loadbalancer;
  await expect
    .poll(async () => (await loadBalancers(connection, { id }))[0]?.provisioning_status, { timeout: 60_000 })
    .toBe("ACTIVE");
  return id;
}

export async function removeLoadBalancer(connection: Connection, id: string): Promise<void> {
  await connection.request("load-balancer", {
    method: "DELETE",
    path: `/lbaas/loadbalancers/${id}`,
    query: { cascade: "true" },
  });
  await expect
    .poll(
      async () =>
        (await amphorae(connection, { loadbalancer_id: id })).filter(({ status }) => status !== "DELETED").length,
      {
        timeout: 60_000,
      },
    )
    .toBe(0);
}

/** Writes into Octavia's database which image a load balancer runs on. Octavia itself gets this from Nova; its no-op driver says no image. */
export async function runsOn(database: string, loadBalancer: string, image: string): Promise<void> {
  const program =
    "import sqlite3,sys; d=sqlite3.connect(sys.argv[1],timeout=30); d.execute('update amphora set image_id=? where load_balancer_id=?',sys.argv[2:]); d.commit()";
  await promisify(execFile)("/usr/bin/python3", ["-c", program, database, image, loadBalancer]);
}
