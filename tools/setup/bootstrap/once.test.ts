import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeOnce } from "./once.mjs";

let cache: string;
let folder: string;

beforeEach(() => {
  cache = mkdtempSync(path.join(tmpdir(), "cloud-images-once-"));
  folder = path.join(cache, "engine");
  vi.spyOn(console, "error").mockReturnValue();
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(cache, { recursive: true });
});

let fills = 0;
async function fill(staging: string): Promise<void> {
  fills += 1;
  await sleep(50);
  expect(existsSync(folder)).toBe(false);
  writeFileSync(path.join(staging, "pulumi"), "");
}

test("two set-ups at once do the work once, and leave nothing else", async () => {
  fills = 0;
  await Promise.all([makeOnce(folder, fill), makeOnce(folder, fill)]);
  await makeOnce(folder, fill);
  expect(fills).toBe(1);
  expect(readdirSync(cache)).toEqual(["engine"]);
  expect(readdirSync(folder)).toEqual(["pulumi"]);
});

test("what failed leaves nothing, and is tried again", async () => {
  await expect(makeOnce(folder, () => Promise.reject(new Error("no network")))).rejects.toThrow("no network");
  expect(readdirSync(cache)).toEqual([]);
  await makeOnce(folder, fill);
  expect(readdirSync(folder)).toEqual(["pulumi"]);
});

const deadProcess = 2 ** 22 + 1;

test("the lock of a dead process on this machine does not stop a set-up", async () => {
  writeFileSync(`${folder}.lock`, `${deadProcess} ${hostname()}`);
  await makeOnce(folder, fill);
  expect(readdirSync(cache)).toEqual(["engine"]);
});

test("many set-ups at once take that lock over once", async () => {
  fills = 0;
  writeFileSync(`${folder}.lock`, `${deadProcess} ${hostname()}`);
  await Promise.all(Array.from({ length: 20 }, () => makeOnce(folder, fill)));
  expect(fills).toBe(1);
  expect(readdirSync(cache)).toEqual(["engine"]);
});

test("nor does a silent lock of another machine", async () => {
  writeFileSync(`${folder}.lock`, "1 elsewhere");
  const minutesAgo = Date.now() / 1000 - 120;
  utimesSync(`${folder}.lock`, minutesAgo, minutesAgo);
  await makeOnce(folder, fill);
  expect(readdirSync(cache)).toEqual(["engine"]);
});
