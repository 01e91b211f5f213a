import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { withProgress } from "./progress.mjs";

const heartbeat = 5_000;
const silence = 60_000;

/**
 * Does the work while no other set-up does the same. The lock only avoids doing it twice: the work's result must still appear by
 * one rename.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(file, work) {
  await mkdir(path.dirname(file), { recursive: true });
  if (!(await take(file))) {
    await withProgress(`waiting for the set-up that holds ${file}`, async () => {
      while (!(await take(file))) await sleep(500);
    });
  }
  const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), heartbeat);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await rm(file, { force: true });
  }
}

/** @param {string} file */
async function take(file) {
  try {
    await writeFile(file, `${process.pid} ${hostname()}`, { flag: "wx" });
    return true;
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  }
  if (await abandoned(file)) await moveAway(file);
  return false;
}

/**
 * Others may wait for the same lock, and one of them may hold it since it was looked at: what is moved away is looked at again, and
 * put back where it is held.
 * @param {string} file
 */
async function moveAway(file) {
  const moved = `${file}.${randomUUID()}`;
  try {
    await rename(file, moved);
    if (!(await abandoned(moved))) await link(moved, file);
  } catch (error) {
    if (!isCode(error, "ENOENT") && !isCode(error, "EEXIST")) throw error;
  } finally {
    await rm(moved, { force: true });
  }
}

/** @param {string} file */
async function abandoned(file) {
  try {
    // the cache may outlive the container of a killed job, whose process ids mean nothing here
    if (Date.now() - (await stat(file)).mtimeMs > silence) return true;
    const [pid, host] = (await readFile(file, "utf8")).split(" ");
    if (pid && host === hostname()) process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return isCode(error, "ESRCH");
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function isCode(error, code) {
  return error instanceof Error && "code" in error && error.code === code;
}
