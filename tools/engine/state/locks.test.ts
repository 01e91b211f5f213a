import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { describeLock, isDead, locksIn, readLocks, settleLocks, sortLocks, whileLocked, type Lock } from "./locks.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), "locks-"))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const noon = new Date("2026-07-17T12:00:00Z");

interface Content {
  pid: number;
  hostname?: string;
  timestamp?: Date;
}

/** As pulumi writes it. */
async function writeLock(name: string, { pid, hostname: host = hostname(), timestamp = new Date() }: Content) {
  const file = path.join(folder, `${name}.json`);
  await writeFile(
    file,
    JSON.stringify({ pid, username: "builder", hostname: host, timestamp: timestamp.toISOString() }),
  );
  return file;
}

const endedProcess = () => spawnSync(process.execPath, ["--version"]).pid;

describe("a lock of the file backend", () => {
  test.each([
    ["nothing runs under its number", hostname(), undefined, true],
    ["a pulumi of about its age runs", hostname(), { name: "pulumi", started: noon }, false],
    ["that number now belongs to another program", hostname(), { name: "postgres", started: noon }, true],
    [
      "a pulumi took the number two hours later",
      hostname(),
      { name: "pulumi", started: new Date("2026-07-17T14:00:00Z") },
      true,
    ],
    [
      "a clock was set forward by some minutes",
      hostname(),
      { name: "pulumi", started: new Date("2026-07-17T12:10:00Z") },
      false,
    ],
    ["the system does not say what runs", hostname(), { name: undefined, started: undefined }, false],
    ["another host took it, with nothing here under its number", "elsewhere", undefined, false],
  ])("when %s", (_, host, running, dead) => {
    const here = host === hostname();
    const lock: Lock = { pid: 7, user: "builder", host, since: noon, program: "pulumi", here, file: null };
    expect(isDead(lock, running)).toBe(dead);
  });

  test("is dead once its process has ended", async () => {
    const file = await writeLock("a", { pid: endedProcess() });
    expect(await sortLocks(await readLocks(folder))).toMatchObject({ dead: [{ file }], held: [] });
  });

  test("is held while a program named pulumi runs under its number", async () => {
    const program = path.join(folder, "pulumi");
    await copyFile("/bin/sleep", program);
    const child = spawn(program, ["60"]);
    await once(child, "spawn");
    try {
      await writeLock("a", { pid: child.pid ?? 0 });
      expect(await sortLocks(await readLocks(folder))).toMatchObject({ dead: [], held: [{ pid: child.pid }] });
    } finally {
      child.kill();
      await once(child, "exit");
    }
    expect(await sortLocks(await readLocks(folder))).toMatchObject({ dead: [{ pid: child.pid }], held: [] });
  });

  test("is waited for while its run is alive here, and not longer", async () => {
    const program = path.join(folder, "pulumi");
    await copyFile("/bin/sleep", program);
    const said = vi.spyOn(console, "error").mockReturnValue();
    const child = spawn(program, ["600"]);
    await once(child, "spawn");
    onTestFinished(() => void child.kill());
    const ended = once(child, "exit");
    const file = await writeLock("a", { pid: child.pid ?? 0 });
    const impatient = await settleLocks({ ...locksIn(folder), pause: 10 }, 20);
    expect(impatient).toMatchObject({ dead: [], held: [{ file }] });
    expect(said.mock.calls).toEqual([[expect.stringContaining(`waiting for process ${child.pid} of builder on`)]]);
    const patient = settleLocks({ ...locksIn(folder), pause: 20 });
    child.kill();
    expect(await patient).toMatchObject({ dead: [{ file }], held: [] });
    await ended;
    said.mockRestore();
  });

  test("of another machine is not waited for", async () => {
    await writeLock("a", { pid: 1, hostname: "elsewhere" });
    expect(await settleLocks(locksIn(folder))).toMatchObject({ held: [{ host: "elsewhere" }] });
  });

  test("is dead when its number runs this very test, which is no pulumi", async () => {
    await writeLock("a", { pid: process.pid });
    expect((await sortLocks(await readLocks(folder))).held).toEqual([]);
  });

  test("that cannot be read is held", async () => {
    await writeFile(path.join(folder, "a.json"), "{");
    expect(await sortLocks(await readLocks(folder))).toMatchObject({ dead: [], held: [{ user: "unknown" }] });
  });

  test("is removed alone, the others stay", async () => {
    const dead = await writeLock("a", { pid: endedProcess() });
    const held = await writeLock("b", { pid: 1, hostname: "elsewhere" });
    await locksIn(folder).remove((await sortLocks(await readLocks(folder))).dead);
    expect([existsSync(dead), existsSync(held)]).toEqual([false, true]);
  });

  test("says who holds it", async () => {
    await writeLock("a", { pid: 7, hostname: "petterson", timestamp: noon });
    const [lock] = await readLocks(folder);
    expect(lock && describeLock(lock)).toBe("process 7 of builder on petterson, since 2026-07-17 12:00 UTC");
  });

  test("is not there when no run ever was", async () => {
    expect(await readLocks(path.join(folder, "missing"))).toEqual([]);
  });
});

describe("work that no run may be alive for", () => {
  test("is done under a lock that is gone afterwards, also after a failure", async () => {
    const seen: Lock[][] = [];
    const look = async () => {
      seen.push(await readLocks(folder));
      expect((await sortLocks(await readLocks(folder))).held).toHaveLength(1);
    };
    expect(await whileLocked(folder, look)).toBe(true);
    await expect(whileLocked(folder, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(seen).toMatchObject([[{ pid: process.pid, host: hostname() }]]);
    expect(await readLocks(folder)).toEqual([]);
  });

  test("whose lock does not fit on the disk leaves nothing that would count as a run's lock", async () => {
    const [module, where] = [path.join(import.meta.dirname, "locks.ts"), folder].map((each) => JSON.stringify(each));
    const script = `import(${module}).then(({ whileLocked }) => whileLocked(${where}, async () => undefined))`;
    // as a full disk: a file can be made, and has no room for a byte
    const limited = 'ulimit -f 0; trap "" XFSZ; exec "$0" --eval "$1"';
    const ran = spawnSync("sh", ["-c", limited, process.execPath, script], { encoding: "utf8" });
    expect(ran.stderr).toContain("EFBIG");
    expect(await readLocks(folder)).toEqual([]);
  });

  test("is left when another lock is there", async () => {
    await writeLock("a", { pid: 1 });
    const work = () => Promise.reject(new Error("must not run"));
    expect(await whileLocked(folder, work)).toBe(false);
    expect(await readLocks(folder)).toMatchObject([{ pid: 1 }]);
  });
});
