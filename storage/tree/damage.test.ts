import { createHash } from "node:crypto";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { version } from "../../test/samples/samples.ts";
import { damageOf, fileTime } from "./damage.ts";

describe("the time of a set's files", () => {
  test.each([
    ["20260717-0", "2026-07-17T00:00:00.000Z"],
    ["20260717-2542", "2026-07-17T00:42:22.000Z"],
    ["20260717-2543", "2026-07-17T00:42:23.000Z"],
    ["20260717-86400", "2026-07-17T00:00:00.000Z"],
    ["20260717-999999999", "2026-07-17T01:46:39.000Z"],
  ])("of %s is %s, on its day", (text, time) => {
    expect(fileTime(version(text)).toISOString()).toBe(time);
  });
});

describe("a file's time", () => {
  const set = version("20260717-2542");
  const sha512 = createHash("sha512").update("what was published").digest("hex");
  const file = { name: "disk.qcow2", size: 18, sha512 };
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "damage-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test.each([
    ["its set's", "2026-07-17T00:42:22Z", []],
    ["that of sets published before the counter counted", "2026-07-17T00:00:00Z", []],
    ["another, so its bytes are read", "2026-07-19T12:00:00Z", ["disk.qcow2 has other content than was recorded"]],
  ])("is %s", async (_case, time, findings) => {
    const path = join(folder, file.name);
    await writeFile(path, "other bytes of it!");
    await utimes(path, new Date(time), new Date(time));
    expect((await damageOf([file], folder, set)).map(({ finding }) => finding)).toEqual(findings);
  });
});
