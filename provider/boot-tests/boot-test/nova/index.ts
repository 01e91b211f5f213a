import { createHash, randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Wanted } from "../../../../images/boot-tests/hardware.ts";
import { fileName } from "../../../../images/tree/files.ts";
import { imageName } from "../../../../images/model/image.ts";
import { leasedName, parseLease, testName } from "../../../../workloads/test-vm/model/test-vm/lease.ts";
import type { Connection } from "../../../../clients/openstack/connection.ts";
import { createImage } from "../../../../clients/openstack/services/glance.ts";
import { uploadImage } from "../../../../clients/openstack/services/glance-upload.ts";
import { leasedThings, removeLeftover } from "../../../../workloads/test-vm/leftovers.ts";
import { createServer } from "../../../../clients/openstack/services/nova.ts";
import { cloudsOf, type Clouds } from "../../../../targets/openstack/provider/clouds.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import type { Machine, Order } from "../../../../clients/qemu/machine.ts";
import { chooseHardware } from "./choose.ts";
import { bootProperties } from "./properties.ts";
import { watch } from "./watch.ts";

/** Seconds for what comes before and after a boot: the upload, the building of the server, and its end. */
const around = 3600;

const gibibyte = 2 ** 30;

/**
 * Boots an image as a server of a cloud, from a private upload of its own: what the server starts by is said by properties of the
 * image. Both bear the test's lease in their names: the next attempt removes what a kill has left, and so does a sweep.
 */
export const bootInNova =
  (operation: Operation, cloud: string, wanted: Wanted = { flavor: null, network: null }): Machine =>
  async (order) => {
    const clouds = cloudsOf(operation);
    const connection = await clouds.connection({ cloud, project: null }, order.signal);
    const name = testName(keyOf(order), 1);
    await removeAll(connection, name, order.signal);
    try {
      const { size } = await stat(join(order.files, fileName(order.image, "raw")));
      const gibibytes = Math.ceil(size / gibibyte);
      const { flavor, network } = await chooseHardware(connection, wanted, { gibibytes, signal: order.signal });
      const lease = leasedName({ name, expires: new Date(Date.now() + (order.seconds + around) * 1000) });
      const image = await upload(clouds, connection, order, { name: lease, gibibytes });
      const { signal, userData } = order;
      const networks = [{ uuid: network }];
      const made = { name: lease, image, flavor: flavor.id, networks, userData, configDrive: true };
      const server = await createServer(connection, made, { signal });
      const seen = await watch(connection, server, order);
      return { ...seen, accelerator: "nova", hostname: lease.toLowerCase(), diskBytes: flavor.disk * gibibyte };
    } finally {
      await removeAll(connection, name);
    }
  };

/** The key of one image, the place of its files, and its firmware. */
const keyOf = ({ image, files, firmware }: Order): string =>
  `boot-${createHash("sha256")
    .update([files, imageName(image), firmware].join("\n"))
    .digest("hex")
    .slice(0, 12)}`;

async function upload(
  clouds: Clouds,
  connection: Connection,
  { image, files, firmware, signal, report }: Order,
  { name, gibibytes }: { name: string; gibibytes: number },
): Promise<string> {
  const file = join(files, fileName(image, "qcow2"));
  const { id } = await createImage(
    connection,
    {
      id: randomUUID(),
      name,
      visibility: "private",
      protected: false,
      diskFormat: "qcow2",
      minDisk: gibibytes,
      tags: [],
      properties: bootProperties(image, firmware),
    },
    { signal },
  );
  const progress = (sent: number, size: number): void => report(`uploading: ${Math.floor((100 * sent) / size)} %`);
  const { status } = await clouds
    .uploads(connection.cloud)
    .run(signal, () => uploadImage(connection, id, file, { signal, progress }));
  if (status !== "active") throw new Error(`cloud ${connection.cloud}: the image is ${status} after its upload`);
  return id;
}

/** Removes everything with this test's name, whichever attempt made it: its server first. */
async function removeAll(connection: Connection, name: string, signal?: AbortSignal): Promise<void> {
  const options = signal === undefined ? {} : { signal };
  for (const thing of await leasedThings(connection, options))
    if (parseLease(thing.name)?.name === name) await removeLeftover(connection, thing, options);
}
