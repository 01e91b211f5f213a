import { z } from "zod";
import { ask } from "../../../clients/openstack/answer.ts";
import { connect, type Connection } from "../../../clients/openstack/connection.ts";
import { leasedThings } from "../../../workloads/test-vm/leftovers.ts";
import { deleteNetwork, makeNetwork } from "../network.ts";

/** What tests of test VMs need in a real cloud: a network, and a flavor that is too large for any host. */
export interface TestsCloud {
  connection: Connection;
  /** The names of the network and the flavor. */
  network: string;
  tooLarge: string;
  end(): Promise<void>;
}

const made = z.object({ id: z.string() });

export async function testsCloud(cloud: string): Promise<TestsCloud> {
  const connection = await connect(cloud);
  const admin = await connect("admin");
  const name = `test-vms-${Date.now().toString(36)}`;
  const network = await makeNetwork(connection, name, "10.78.0.0/24");
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
      await deleteNetwork(connection, network);
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

/** What tests left in a cloud: `server debian-test-3f9c21aa07-1-until-…`. */
export const leftIn = async (connection: Connection): Promise<string[]> =>
  (await leasedThings(connection)).map(({ kind, name }) => `${kind} ${name}`);
