import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { connect, type Connection } from "../../../clients/openstack/connection.ts";
import { uploadImage } from "../../../clients/openstack/services/glance-upload.ts";
import { createImage, deleteImage } from "../../../clients/openstack/services/glance.ts";
import { talkingDisk } from "./talking-disk.ts";

/** A network and an image for runners' servers, in a project of the real cloud. */
export interface RunnersCloud {
  connection: Connection;
  /** Names. */
  network: string;
  image: string;
  end(): Promise<void>;
}

/** The image's servers say the text on their console, and do nothing else. */
export async function runnersCloud(cloud: string, folder: string, said: string): Promise<RunnersCloud> {
  const connection = await connect(cloud);
  const name = `runners-${randomBytes(3).toString("hex")}`;
  const network = await makeNetwork(connection, name);
  const file = path.join(folder, "talking.raw");
  await writeFile(file, talkingDisk(`\r\n${said}\r\n`));
  const { id: image } = await createImage(connection, {
    name,
    diskFormat: "raw",
    visibility: "private",
    protected: false,
    minDisk: 1,
    tags: [],
    properties: {},
  });
  await uploadImage(connection, image, file);
  return {
    connection,
    network: name,
    image: name,
    async end() {
      await deleteImage(connection, image);
      await connection.request("network", { method: "DELETE", path: `/networks/${network}` });
      connection.close();
    },
  };
}

async function makeNetwork(connection: Connection, name: string): Promise<string> {
  const made = await connection.request("network", { method: "POST", path: "/networks", json: { network: { name } } });
  const { network } = z.object({ network: z.object({ id: z.string() }) }).parse(await made.json());
  const subnet = { network_id: network.id, name, ip_version: 4, cidr: "10.77.0.0/24", enable_dhcp: false };
  await connection.request("network", { method: "POST", path: "/subnets", json: { subnet } });
  return network.id;
}
