import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { connect, type Connection } from "../../../clients/openstack/connection.ts";
import { uploadImage } from "../../../clients/openstack/services/glance-upload.ts";
import { createImage, deleteImage } from "../../../clients/openstack/services/glance.ts";
import { deleteNetwork, makeNetwork } from "../network.ts";
import { talkingDisk } from "./talking-disk.ts";

/** A network and an image for runners' servers, in a project of the real cloud. */
export interface RunnersCloud {
  connection: Connection;
  /** The names of the network and the image. */
  network: string;
  image: string;
  end(): Promise<void>;
}

/** Makes both. The image's servers write the text `said` to their console, and do nothing else. */
export async function runnersCloud(cloud: string, folder: string, said: string): Promise<RunnersCloud> {
  const connection = await connect(cloud);
  const name = `runners-${randomBytes(3).toString("hex")}`;
  const network = await makeNetwork(connection, name, "10.77.0.0/24");
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
      await deleteNetwork(connection, network);
      connection.close();
    },
  };
}
