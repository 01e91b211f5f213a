import { randomFillSync } from "node:crypto";
import { open } from "node:fs/promises";
import path from "node:path";
import { connect, type Connection } from "../../../clients/openstack/connection.ts";
import { deleteImage, findImages, patchImage } from "../../../clients/openstack/services/glance.ts";
import { imageName } from "../../../images/model/image.ts";
import type { Places } from "../../../storage/tree/places.ts";
import { startServices } from "../../openstack/services.ts";
import { imagesOf, stageDisk, uploadDirectly, type DiskImage } from "../../worlds/glance.ts";
import { runProgram } from "../../../tools/sample/program.ts";
import { Skipped, type Bench } from "../bench.ts";
import { inFolder } from "../folder.ts";
import { compare, say } from "../measure.ts";

const MiB = 1 << 20;

interface Size {
  images: number;
  /** The size of each image's file, in MiB. */
  megabytes: number;
  rounds: number;
}

/** Publishes images in a real Glance and compares Glance's hash to the record's, against OpenStack's client and a hash by hand. */
const publication = (name: string, goal: number, { images, megabytes, rounds }: Size): Bench => ({
  name,
  goal,
  against: `openstack image create and sha512sum, ${images === 1 ? `a file of ${megabytes} MiB` : "one by one"}`,
  run: () =>
    inFolder((folder) =>
      inCloud(async (cloud) => {
        const connection = await connect(cloud);
        const places = { tree: path.join(folder, "tree"), staging: path.join(folder, "staging") };
        say(`${name}: writing ${images} × ${megabytes} MiB …`);
        const disks = await madeDisks(places, images, megabytes);
        try {
          return await compare({
            name,
            rounds,
            prepare: () => removeAll(connection, disks),
            ours: () => uploadDirectly(places, disks, cloud),
            bare: () => byHand(disks, cloud),
          });
        } finally {
          await removeAll(connection, disks);
          connection.close();
        }
      }),
    ),
});

export const glance300m = publication("glance-300m", 0.7, { images: 1, megabytes: 300, rounds: 3 });
export const glance2g = publication("glance-2g", 0.7, { images: 1, megabytes: 2048, rounds: 3 });
export const glanceSet = publication("glance-set", 0.4, { images: 26, megabytes: 64, rounds: 1 });

/** Uses the cloud that OS_CLOUD names, as OpenStack's own client does. Without a name it starts one for the time of the bench. */
async function inCloud<Result>(work: (cloud: string) => Promise<Result>): Promise<Result> {
  const named = process.env["OS_CLOUD"];
  if (named !== undefined && named !== "") return work(named);
  if (process.getuid?.() !== 0)
    throw new Skipped("OS_CLOUD names no cloud of clouds.yaml, and only root can start OpenStack's services here");
  const services = await startServices();
  process.env["OS_CLIENT_CONFIG_FILE"] = services.clouds;
  try {
    return await work("daily");
  } finally {
    delete process.env["OS_CLIENT_CONFIG_FILE"];
    await services.stop();
  }
}

async function madeDisks(places: Places, images: number, megabytes: number): Promise<DiskImage[]> {
  const disks: DiskImage[] = [];
  for (const image of imagesOf(images))
    disks.push(await stageDisk(places, image, (file) => writeDisk(file, megabytes)));
  return disks;
}

/** Bytes that no network and no store can compress, as those of a compressed qcow2. */
async function writeDisk(file: string, megabytes: number): Promise<void> {
  const handle = await open(file, "w");
  const chunk = Buffer.allocUnsafe(MiB);
  try {
    for (let written = 0; written < megabytes; written += 1) await handle.write(randomFillSync(chunk));
  } finally {
    await handle.close();
  }
}

const client = `
set -e
openstack --os-cloud "$1" image create --disk-format qcow2 --container-format bare --file "$3" "by-hand-$2" -f value -c id
sha512sum "$3"`;

async function byHand(disks: readonly DiskImage[], cloud: string): Promise<void> {
  for (const { image, disk } of disks) await runProgram("bash", ["-c", client, "bash", cloud, imageName(image), disk]);
}

async function removeAll(connection: Connection, disks: readonly DiskImage[]): Promise<void> {
  for (const { image } of disks) {
    for (const name of [imageName(image), `by-hand-${imageName(image)}`]) {
      for (const found of await findImages(connection, { name, owner: connection.project.id })) {
        if (found.protected)
          await patchImage(connection, found.id, [{ op: "replace", path: "/protected", value: false }]);
        await deleteImage(connection, found.id);
      }
    }
  }
}
