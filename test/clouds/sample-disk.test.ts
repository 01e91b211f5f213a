import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { blockBytes } from "../../clients/aws/ebs/blocks.ts";
import { readSnapshot } from "./read-snapshot.ts";
import { writeSnapshot } from "../../clients/aws/ebs/write-snapshot.ts";
import { dailyOf, first, makeWorld, publish, type World } from "../../provider/mirror/world.fixture.ts";
import { openDisk } from "../../storage/disk/open.ts";
import type { Moto } from "../peers/moto/moto.ts";
import { openEbs, writingOf } from "./ebs.ts";
import { emptyMoto } from "./moto.ts";

const { signal } = new AbortController();
const ofArchive = dailyOf(first, "ec2");
const ofRawFile = dailyOf(first);

let moto: Moto;
let world: World;
let folder: string;
beforeAll(async () => {
  moto = await emptyMoto();
  world = await makeWorld();
  for (const image of [ofArchive, ofRawFile]) await publish(world, image);
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-ebs-"));
});
afterAll(async () => {
  await world.end();
  await rm(folder, { recursive: true });
});

test.each([
  ["its archive", ofArchive],
  ["its raw file", ofRawFile],
])("an image of the tree goes to AWS from %s, and each block comes back as it was sent", async (_, image) => {
  const disk = await openDisk(world, image, signal);
  const ebs = await openEbs(moto);
  try {
    const snapshot = await writeSnapshot({ ...writingOf(moto, { ebs, disk, folder }), description: image.vendor });
    const read = new Map<number, Uint8Array>();
    await readSnapshot(ebs, { snapshot, signal }, ({ index, bytes }) => read.set(index, bytes));
    expect(read.size).toBeGreaterThan(0);
    for (let index = 0; index < disk.size / blockBytes; index += 1) {
      const sent = read.get(index) ?? Buffer.alloc(blockBytes);
      expect((await disk.read(index * blockBytes, blockBytes)).equals(sent), `block ${index}`).toBe(true);
    }
  } finally {
    ebs.close();
    await disk.close();
  }
});
