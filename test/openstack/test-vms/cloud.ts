import { z } from "zod";
import { ask } from "../../../clients/openstack/answer.ts";
import { connect, type Connection } from "../../../clients/openstack/connection.ts";
import { leasedThings } from "../../../workloads/test-vm/leftovers.ts";

/** A real cloud as the tests of test VMs need it: a network, and a flavor that no host can hold. */
export interface TestsCloud {
  connection: Connection;
  /** Names. */
  network: string;
  tooLarge: string;
  end(): Promise<void>;
}

const made = z.object({ id: z.string() });

export async function testsCloud(cloud: string): Promise<TestsCloud> {
  const connection = await connect(cloud);
  const admin = await connect("admin");
  const name = `test-vms-${Date.now().toString(36)}`;
  const { network } = await ask(connection, "network", {
    method: "POST",
    path: "/networks",
    json: { network: { name } },
    schema: z.object({ network: made }),
  });
  const subnet = { network_id: network.id, name, ip_version: 4, cidr: "10.78.0.0/24", enable_dhcp: false };
  await connection.request("network", { method: "POST", path: "/subnets", json: { subnet } });
  const { flavor } = await ask(admin, "compute", {
    method: "POST",
    path: "/flavors",
    json: { flavor: { name, vcpus: 1, ram: 64, disk: 1_000_000 } },
    schema: z.object({ flavor: made }),
  });
  return {
    connection,
    network: name,
    tooLarge: name,
    async end() {
      await admin.request("compute", { method: "DELETE", path: `/flavors/${flavor.id}` });
      await connection.request("network", { method: "DELETE", path: `/networks/${network.id}` });
      admin.close();
      connection.close();
    },
  };
}

export async function makeGroup(connection: Connection, name: string): Promise<string> {
  const { security_group: group } = await ask(connection, "network", {
    method: "POST",
    path: "/security-groups",
    json: { security_group: { name } },
    schema: z.object({ security_group: made }),
  });
  return group.id;
}

/** `server debian-test-3f9c21aa07-1-until-…` */
export const leftIn = async (connection: Connection): Promise<string[]> =>
  (await leasedThings(connection)).map(({ kind, name }) => `${kind} ${name}`);
