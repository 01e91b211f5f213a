import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Ebs } from "../../clients/aws/ebs/ebs.ts";
import { writeSnapshot, type SnapshotState, type SnapshotWriting } from "../../clients/aws/ebs/write-snapshot.ts";
import { UserError } from "../../images/model/errors.ts";
import { startFile } from "../../storage/programs/spawn.mjs";
import type { Fault, Moto, Rules } from "../peers/moto/moto.ts";
import { diskOf, openEbs, readBack, recordedIn, writingOf } from "./ebs.ts";
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
  const said: [number, number][] = [];
  const writing = writingOf(moto, { ebs, disk, folder });
  const snapshot = await writeSnapshot({ ...writing, progress: (...now) => said.push(now) });
  const sent = await blocksSent();
  const { bytes, blocks } = await readBack(ebs, snapshot, disk.size);
  expect(bytes.equals(await disk.read(0, disk.size))).toBe(true);
  expect(blocks).toEqual(used);
  expect(sent.toSorted((a, b) => a - b)).toEqual(used);
  expect(await readdir(folder)).toEqual([]);
  const all = used.length * (512 << 10);
  expect([said.at(0), said.at(-1)]).toEqual([
    [0, all],
    [all, all],
  ]);
});

const puts = (more: Partial<Fault>): Fault => ({ call: "ebs:PutSnapshotBlock", do: "throttle", ...more });

/** What goes wrong for a time, at AWS or on the way. */
const passing: [string, Rules][] = [
  ["throttled, in the body's words and with status 400", { faults: [puts({ times: 5 })] }],
  ["an error of AWS's own", { faults: [puts({ do: "fail", times: 3 })] }],
  ["an error after the block was written", { faults: [puts({ do: "fail-after", after: 2, times: 3 })] }],
  ["a lost answer of a block", { faults: [puts({ do: "lose-after", times: 2 })] }],
  ["a lost request of a block", { faults: [puts({ do: "lose-before", times: 2 })] }],
  [
    "two writes of one block that crossed",
    { faults: [puts({ do: "refuse", code: "ValidationException", status: 400, reason: "CONFLICTING_BLOCK_UPDATE" })] },
  ],
  ["a lost answer of the start", { faults: [{ call: "ebs:StartSnapshot", do: "lose-after" }] }],
  ["a snapshot that is unknown for a while (awslabs/coldsnap#43)", { snapshot_unknown: 9 }],
  ["a lost answer of the end, which may be repeated", { faults: [{ call: "ebs:CompleteSnapshot", do: "lose-after" }] }],
  [
    "a lost answer of the end, whose repetition is refused",
    { faults: [{ call: "ebs:CompleteSnapshot", do: "lose-after" }], complete_twice: "refused" },
  ],
  [
    "an error after the end",
    { faults: [{ call: "ebs:CompleteSnapshot", do: "fail-after" }], complete_twice: "refused" },
  ],
  ["a snapshot that takes its time until it is complete", { snapshot_settles: 5 }],
];

test.each(passing)("the snapshot is whole, and the only one, in spite of %s", async (_, rules) => {
  await moto.set(rules);
  const disk = diskOf(64, used);
  const snapshot = await writeSnapshot(writingOf(moto, { ebs, disk, folder }));
  await moto.set({ faults: [] });
  const { bytes, blocks } = await readBack(ebs, snapshot, disk.size);
  expect(bytes.equals(await disk.read(0, disk.size))).toBe(true);
  expect(blocks).toEqual(used);
  const started = await writeSnapshot(writingOf(moto, { ebs, disk, folder }));
  expect(started).toBe(snapshot);
});

test("a call whose answer does not come in time is made again (awslabs/coldsnap#437)", async () => {
  await moto.set({ faults: [puts({ do: "hang", times: 2 })] });
  const impatient = await openEbs(moto, { answer: 3_000 });
  const disk = diskOf(64, used);
  const snapshot = await writeSnapshot(writingOf(moto, { ebs: impatient, disk, folder }));
  impatient.close();
  await moto.set({ faults: [] });
  expect((await readBack(ebs, snapshot, disk.size)).blocks).toEqual(used);
});

test("killed in the middle it goes on: no block that was acknowledged is sent again", async () => {
  const acknowledged = 3;
  await moto.set({ faults: [puts({ do: "hang", after: acknowledged, times: 1000 })] });
  const writer = startFile(
    process.execPath,
    [path.join(import.meta.dirname, "kill-ebs.ts"), moto.url, folder, ...used.map(String)],
    {
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
  const ended = once(writer, "exit");
  await vi.waitFor(async () => expect(await recordedIn(folder)).toHaveLength(acknowledged), {
    timeout: 120_000,
    interval: 20,
  });
  writer.kill("SIGKILL");
  await ended;
  const known = await recordedIn(folder);
  await moto.set({ faults: [] });
  await moto.forget();
  const disk = diskOf(64, used);
  const snapshot = await writeSnapshot(writingOf(moto, { ebs, disk, folder }));
  const sent = await blocksSent();
  expect([...known, ...sent].toSorted((a, b) => a - b)).toEqual(used);
  const { bytes } = await readBack(ebs, snapshot, disk.size);
  expect(bytes.equals(await disk.read(0, disk.size))).toBe(true);
});

test("a snapshot that AWS gave up is begun anew, with another token", async () => {
  const disk = diskOf(64, used);
  await moto.set({ faults: [puts({ do: "refuse", after: 2, times: 1000 })] });
  await expect(writeSnapshot(writingOf(moto, { ebs, disk, folder }))).rejects.toThrow(UserError);
  const given = await startedSnapshot();
  await moto.giveUp(given);
  await moto.set({ faults: [] });
  const snapshot = await writeSnapshot(writingOf(moto, { ebs, disk, folder }));
  expect(snapshot).not.toBe(given);
  expect((await readBack(ebs, snapshot, disk.size)).blocks).toEqual(used);
});

const startedSnapshot = async (): Promise<string> =>
  (await moto.calls()).find(({ snapshot }) => snapshot !== null)?.snapshot ?? "none";

test("so is one that is given up while its blocks are sent", async () => {
  const disk = diskOf(64, used);
  await moto.set({ faults: [puts({ do: "hang", after: 2, times: 1000 })] });
  const writing = writeSnapshot(writingOf(moto, { ebs, disk, folder }));
  await vi.waitFor(async () => expect(await recordedIn(folder)).toHaveLength(2), { timeout: 60_000, interval: 20 });
  await moto.giveUp(await startedSnapshot());
  await moto.set({ faults: [] });
  expect((await readBack(ebs, await writing, disk.size)).blocks).toEqual(used);
});

test("a snapshot that EBS direct calls complete before EC2 knows it is waited for, and not made twice (awslabs/coldsnap#141)", async () => {
  const disk = diskOf(64, used);
  const writing = writingOf(moto, { ebs, disk, folder });
  const snapshot = await writeSnapshot(writing);
  const late: (SnapshotState | undefined)[] = [undefined, undefined, { state: "pending", message: "" }];
  const stateOf: SnapshotWriting["stateOf"] = (id, signal) =>
    late.length > 0 ? Promise.resolve(late.shift()) : writing.stateOf(id, signal);
  expect(await writeSnapshot({ ...writing, stateOf })).toBe(snapshot);
  expect(late).toEqual([]);
});

test("a complete snapshot that somebody deleted is made again", async () => {
  const disk = diskOf(64, used);
  const hurried = await openEbs(moto, { unknown: 50 });
  const writing = writingOf(moto, { ebs: hurried, disk, folder });
  const snapshot = await writeSnapshot(writing);
  const stateOf: SnapshotWriting["stateOf"] = (id, signal) =>
    id === snapshot ? Promise.resolve(undefined) : writing.stateOf(id, signal);
  const made = await writeSnapshot({ ...writing, stateOf });
  hurried.close();
  expect(made).not.toBe(snapshot);
  expect((await readBack(ebs, made, disk.size)).blocks).toEqual(used);
});

test("an error of the snapshot stops at once, with a message, and the next run makes another", async () => {
  const disk = diskOf(64, used);
  await moto.set({ snapshot_ends: "error" });
  await expect(writeSnapshot(writingOf(moto, { ebs, disk, folder }))).rejects.toThrow(/error": expected completed/);
  await moto.set({ snapshot_ends: "completed" });
  expect((await readBack(ebs, await writeSnapshot(writingOf(moto, { ebs, disk, folder })), disk.size)).blocks).toEqual(
    used,
  );
});

test.each<[string, Rules, RegExp]>([
  [
    "a role that may not",
    { faults: [puts({ do: "refuse", times: 1000 })] },
    /PutSnapshotBlock in eu-west-1 is .*AccessDenied.*: expected a role/,
  ],
  [
    "100 pending snapshots",
    {
      faults: [
        { call: "ebs:StartSnapshot", do: "refuse", code: "ConcurrentLimitExceededException", status: 400, times: 1000 },
      ],
    },
    /fewer than 100 pending/,
  ],
  ["a full quota", { snapshots: 0 }, /room in the region's quota of snapshots/],
  ["a region that is off", { regions_off: ["eu-west-1"] }, /a region that the account has enabled/],
  [
    "an AWS that is down",
    { faults: [{ call: "ebs:StartSnapshot", do: "fail", times: 1000 }] },
    /an answer without an error of AWS's own/,
  ],
])("%s is told in one sentence, after a bounded number of calls", async (_, rules, message) => {
  await moto.set(rules);
  const disk = diskOf(64, used);
  await expect(writeSnapshot(writingOf(moto, { ebs, disk, folder }))).rejects.toThrow(message);
  expect((await moto.calls()).length).toBeLessThan(100);
});

test("a run that is stopped makes no further calls, and the next run goes on", async () => {
  const disk = diskOf(64, used);
  const controller = new AbortController();
  const writing = { ...writingOf(moto, { ebs, disk, folder }), signal: controller.signal };
  const stopping = { ...writing, progress: (done: number) => done > 0 && controller.abort(new Error("stopped")) };
  await expect(writeSnapshot(stopping)).rejects.toThrow("stopped");
  expect((await readBack(ebs, await writeSnapshot(writingOf(moto, { ebs, disk, folder })), disk.size)).blocks).toEqual(
    used,
  );
});
