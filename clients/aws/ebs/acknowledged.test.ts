import { createHash } from "node:crypto";
import { appendFile, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Acknowledged } from "./acknowledged.ts";

const attempt = { generation: 2, snapshot: "snap-1" };
const sumOf = (block: number): string => createHash("sha256").update(`${block}`).digest("base64");

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-blocks-"));
});
afterEach(() => rm(folder, { recursive: true }));

const file = (): string => path.join(folder, "identity.blocks");

async function write(...blocks: number[]): Promise<void> {
  const record = await Acknowledged.open(folder, "identity", attempt);
  for (const block of blocks) record.add(block, sumOf(block));
  record.close();
}

async function read(): Promise<{ blocks: number[]; checksums: string[] }> {
  const record = await Acknowledged.open(folder, "identity", attempt);
  record.close();
  return { blocks: [...Array(10).keys()].filter((block) => record.has(block)), checksums: record.checksums() };
}

test("the next run knows the attempt, its blocks and their checksums, in the blocks' order", async () => {
  await write(7, 1, 4);
  expect(await Acknowledged.lastAttempt(folder, "identity")).toEqual(attempt);
  expect(await read()).toEqual({ blocks: [1, 4, 7], checksums: [1, 4, 7].map(sumOf) });
});

test("a line is in the file as soon as its block is added: a kill loses none", async () => {
  const record = await Acknowledged.open(folder, "identity", attempt);
  record.add(3, sumOf(3));
  expect(await readFile(file(), "utf8")).toMatch(new RegExp(`\n3 .{44}\n$`));
  record.close();
});

test("wherever a kill tears the record, what is whole before counts, and what follows is written after it", async () => {
  await write(1, 2, 3);
  const { size } = await stat(file());
  const whole = await readFile(file());
  for (let end = 0; end <= size; end += 3) {
    await writeFile(file(), whole);
    await truncate(file(), end);
    const { blocks } = await read();
    expect([[], [1], [1, 2], [1, 2, 3]]).toContainEqual(blocks);
    await write(5);
    expect((await read()).blocks).toEqual([...blocks, 5]);
  }
});

test.each(["4 short\n", "x\n", "4\n", "\0\0\0\0\n"])("a line %j that is none is passed over", async (line) => {
  await write(1);
  await appendFile(file(), line);
  await appendFile(file(), `2 ${sumOf(2)}\n`);
  expect((await read()).blocks).toEqual([1, 2]);
});

test("another attempt begins with nothing", async () => {
  await write(1, 2);
  const record = await Acknowledged.open(folder, "identity", { generation: 3, snapshot: "snap-2" });
  record.close();
  expect(record.size).toBe(0);
  expect(await Acknowledged.lastAttempt(folder, "identity")).toEqual({ generation: 3, snapshot: "snap-2" });
});

test("nobody else may read it", async () => {
  await write(1);
  expect((await stat(file())).mode & 0o777).toBe(0o600);
});

test("what no run went on with for long is forgotten", async () => {
  await write(1);
  const limit = Date.now() - 1000;
  await Acknowledged.sweep(folder, limit);
  expect(await readdir(folder)).toHaveLength(1);
  await utimes(file(), new Date(limit - 1000), new Date(limit - 1000));
  await Acknowledged.sweep(folder, limit);
  expect(await readdir(folder)).toEqual([]);
});
