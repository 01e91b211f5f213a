import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Ebs } from "../../clients/aws/ebs/ebs.ts";
import { writeSnapshot } from "../../clients/aws/ebs/write-snapshot.ts";
import type { Moto } from "../peers/moto/moto.ts";
import { diskOf, openEbs, readBack, writingOf } from "./ebs.ts";
import { emptyMoto } from "./moto.ts";

const used = [0, 1, 5, 17, 18, 63];

let moto: Moto;
let ebs: Ebs;
let folder: string;
beforeEach(async () => {
  moto = await emptyMoto();
  ebs = await openEbs(moto);
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-ebs-"));
});
afterEach(async () => {
  ebs.close();
  await rm(folder, { recursive: true });
});

const blocksSent = async (): Promise<number[]> =>
  (await moto.calls()).flatMap(({ name, block }) => (name === "ebs:PutSnapshotBlock" && block !== null ? [block] : []));

test("a disk is written and read back, equal, and only its used blocks are sent, each once", async () => {
  const disk = diskOf(64, used, 1000);
  const snapshot = await writeSnapshot(writingOf(moto, { ebs, disk, folder }));
  const sent = await blocksSent();
  const { bytes, blocks } = await readBack(ebs, snapshot, disk.size);
  expect(bytes.equals(await disk.read(0, disk.size))).toBe(true);
  expect(blocks).toEqual(used);
  expect(sent.toSorted((a, b) => a - b)).toEqual(used);
  expect(await readdir(folder)).toEqual([]);
});
