import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withFolderLock } from "./process-lock.ts";

let folder = "";
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "lock-"))));
afterEach(() => rm(folder, { recursive: true }));

/** Another process that runs a module with the lock at hand. */
function another(script: string) {
  const imports = `import { withFolderLock } from ${JSON.stringify(join(import.meta.dirname, "process-lock.ts"))}; import { readFile, writeFile } from "node:fs/promises"; const folder = ${JSON.stringify(folder)};`;
  return spawn(process.execPath, ["--input-type=module-typescript", "-e", imports + script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

test("of processes that add to one file at once, none loses what another added", async () => {
  const file = join(folder, "list");
  await writeFile(file, "");
  const add = `for (let at = 0; at < 10; at += 1) await withFolderLock(folder, async () => { const text = await readFile(${JSON.stringify(file)}, "utf8"); await writeFile(${JSON.stringify(file)}, text + "x"); });`;
  await Promise.all([another(add), another(add), another(add)].map((each) => once(each, "close")));
  expect(await readFile(file, "utf8")).toBe("x".repeat(30));
});

test("the lock of a process that was killed is free", async () => {
  const holder = another(
    'await withFolderLock(folder, async () => { console.log("held"); await new Promise((end) => setTimeout(end, 600_000)); });',
  );
  await once(holder.stdout, "data");
  await expect(withFolderLock(folder, () => Promise.resolve("mine"), 0)).rejects.toThrow(/locked by another process/);
  holder.kill("SIGKILL");
  expect(await withFolderLock(folder, () => Promise.resolve("mine"))).toBe("mine");
});

test("an error of the work frees the lock, and is the caller's", async () => {
  await expect(withFolderLock(folder, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await withFolderLock(folder, () => Promise.resolve(1), 0)).toBe(1);
});

test("a folder that cannot be locked is not said to be locked by another", async () => {
  await expect(withFolderLock(join(folder, "gone/deeper"), () => Promise.resolve(1))).rejects.toThrow(
    /flock ended with 66.*a folder that is there/,
  );
});
