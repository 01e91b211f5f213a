import { createHash, randomFillSync } from "node:crypto";
import { open } from "node:fs/promises";
import path from "node:path";
import { CompleteSnapshotCommand, EBSClient, PutSnapshotBlockCommand, StartSnapshotCommand } from "@aws-sdk/client-ebs";
import { blockBytes, usedBlocks, volumeGigabytes } from "../../../../clients/aws/ebs/blocks.ts";
import { Ebs } from "../../../../clients/aws/ebs/ebs.ts";
import { writeSnapshot } from "../../../../clients/aws/ebs/write-snapshot.ts";
import { describeFile } from "../../../../storage/files/hash.ts";
import type { Disk } from "../../../../storage/disk/disk.ts";
import { openRawFile } from "../../../../storage/disk/raw-file.ts";
import { account, credentials, region, stateOf } from "../../../clouds/ebs.ts";
import { startMoto, type Moto } from "../../../peers/moto/moto.ts";
import { Skipped, type Bench, type Measurement } from "../../bench.ts";
import { inFolder } from "../../folder.ts";
import { compare, say, secondsOf } from "../../measure.ts";

/** A disk with as many holes as one of Debian's images, and so small that the server can keep some snapshots of it in memory. */
const shape = { blocks: 1024, usedBlocks: 256 };

interface World {
  moto: Moto;
  folder: string;
  disk: Disk;
}

/** Counts the bytes that are sent of a disk, against those of the blocks that are not all zeros. */
export const ebsBytes: Bench = {
  name: "ebs-bytes",
  goal: 1.02,
  against: "the blocks of 512 KiB that are not zeros",
  run: () =>
    onMoto(async (world) => {
      await world.moto.forget();
      const seconds = await secondsOf(() => ours(world, "bytes"));
      const sent = (await world.moto.calls()).filter(({ name }) => name === "ebs:PutSnapshotBlock").length;
      return { ratio: sent / shape.usedBlocks, seconds };
    }),
};

/** Measures our whole writer against the least that a program must do. */
export const ebsTime: Bench = {
  name: "ebs-time",
  goal: 1,
  against: `a bare loop of the SDK with 64 workers, ${shape.usedBlocks / 2} MiB to moto`,
  run: () =>
    onMoto(async (world) => {
      let round = 0;
      return compare({
        name: "ebs-time",
        rounds: 7,
        prepare: async () => {
          round += 1;
          await world.moto.reset();
        },
        ours: () => ours(world, `round ${round}`),
        bare: () => bare(world),
      });
    }),
};

async function onMoto(work: (world: World) => Promise<Measurement>): Promise<Measurement> {
  const { moto, stop } = await startMoto().catch((error: unknown) => {
    throw new Skipped(`moto cannot be started here: ${error instanceof Error ? error.message : String(error)}`);
  });
  try {
    return await inFolder(async (folder) => {
      say("ebs: writing a disk …");
      const file = path.join(folder, "disk.raw");
      await writeDisk(file);
      const disk = await openRawFile(file, await describeFile(file, "disk.raw"), new AbortController().signal);
      try {
        return await work({ moto, folder, disk });
      } finally {
        await disk.close();
      }
    });
  } finally {
    await stop();
  }
}

/** In the first half of the disk, every other run of eight blocks has data. */
async function writeDisk(file: string): Promise<void> {
  const handle = await open(file, "w");
  const block = Buffer.allocUnsafe(blockBytes);
  try {
    for (let index = 0; index < 2 * shape.usedBlocks; index += 1)
      if (Math.floor(index / 8) % 2 === 0) await handle.write(randomFillSync(block), 0, blockBytes, index * blockBytes);
    await handle.truncate(shape.blocks * blockBytes);
  } finally {
    await handle.close();
  }
}

async function ours({ moto, folder, disk }: World, content: string): Promise<void> {
  const ebs = await Ebs.open({ region, credentials, endpoint: moto.url });
  try {
    await writeSnapshot({
      ebs,
      disk,
      folder,
      content,
      account,
      description: "a bench",
      tags: {},
      stateOf: (snapshot) => stateOf(moto, snapshot),
      signal: new AbortController().signal,
      progress: () => undefined,
    });
  } finally {
    ebs.close();
  }
}

/** Writes as coldsnap does: without a record, a time limit and a token, and without a look at the result. */
async function bare({ moto, disk }: World): Promise<void> {
  const client = new EBSClient({ region, credentials, endpoint: moto.url });
  const { SnapshotId } = await client.send(new StartSnapshotCommand({ VolumeSize: volumeGigabytes(disk.size) }));
  const blocks = usedBlocks(disk.extents);
  const next = blocks.values();
  const worker = async (): Promise<void> => {
    for (const BlockIndex of next) {
      const BlockData = await disk.read(BlockIndex * blockBytes, blockBytes);
      const Checksum = createHash("sha256").update(BlockData).digest("base64");
      const checked = { DataLength: blockBytes, Checksum, ChecksumAlgorithm: "SHA256" } as const;
      await client.send(new PutSnapshotBlockCommand({ SnapshotId, BlockIndex, BlockData, ...checked }));
    }
  };
  await Promise.all(Array.from({ length: 64 }, worker));
  await client.send(new CompleteSnapshotCommand({ SnapshotId, ChangedBlocksCount: blocks.length }));
  client.destroy();
}
