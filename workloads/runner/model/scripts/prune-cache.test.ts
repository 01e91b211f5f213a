import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pruneCache } from "./prune-cache.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-prune-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** A file of a thousand bytes, used on a day of July. */
async function used(name: string, day: number): Promise<void> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, "x".repeat(1000));
  await utimes(file, new Date(2026, 6, day), new Date(2026, 6, 1));
}

async function leftBelow(limit: number): Promise<string[]> {
  execFileSync("sh", ["-s", folder, String(limit)], { input: pruneCache });
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}

describe("the cache's limit", () => {
  it("keeps what was used last", async () => {
    await used("old", 2);
    await used("pool/newest", 4);
    await used("middle", 3);
    expect(await leftBelow(2500)).toEqual(["middle", "newest"]);
  });

  it("removes nothing from a cache below it", async () => {
    await used("a", 1);
    await used("b", 2);
    expect(await leftBelow(2000)).toEqual(["a", "b"]);
  });

  it("understands names with spaces and line breaks", async () => {
    await used("a b\nc", 1);
    await used("kept", 2);
    expect(await leftBelow(1000)).toEqual(["kept"]);
  });

  it("has nothing to do in an empty folder", async () => {
    expect(await leftBelow(0)).toEqual([]);
  });
});
