import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { getObject } from "../../clients/gcp/objects.ts";
import { startFile } from "../../storage/programs/spawn.mjs";
import { bytesAt, diskIn, unpacked } from "../peers/gcp/disk.ts";
import { startCloudStorage } from "../peers/gcs/emulator.ts";
import type { StartedServer } from "../peers/started-server.ts";
import { HeldLine } from "../peers/gcs/line.ts";
import type { DiskImage } from "../worlds/glance.ts";
import { diskSize, sessionAt, stageImage, upload } from "./gcs.ts";

const piece = 8 << 20;
const signal = new AbortController().signal;

let storage: StartedServer;
let line: HeldLine;
let folder: string;
let image: DiskImage;
beforeEach(async () => {
  storage = await startCloudStorage();
  line = await HeldLine.start(storage.url);
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-gcs-"));
  image = await stageImage(folder);
});
afterEach(async () => {
  await line.end();
  await storage.stop();
  await rm(folder, { recursive: true });
});

/** The disk in an object, as the server has it. */
async function diskOf(object: { bucket: string; object: string }): Promise<Buffer> {
  const answer = await fetch(`${storage.url}/storage/v1/b/${object.bucket}/o/${object.object}?alt=media`);
  const archive = Buffer.from(await answer.arrayBuffer());
  const { md5Hash } = (await getObject(await sessionAt(storage.url), object, signal)) ?? {};
  expect(md5Hash).toBe(createHash("md5").update(archive).digest("base64"));
  const tar = unpacked(archive);
  return bytesAt(tar, diskIn(tar), 0, diskSize);
}

test("a disk is sent in pieces to a server that nobody here wrote, and is there whole", async () => {
  const object = await upload(line.url, folder, image.digest);
  expect((await diskOf(object)).equals(await readFile(image.disk))).toBe(true);
  expect(line.sent).toBeGreaterThan(3 * piece);
});

test("killed in the middle of its second piece an upload goes on where the server is: only the rest is sent", async () => {
  const program = [path.join(import.meta.dirname, "kill-gcs.ts"), line.url, folder, image.digest];
  const held = line.hold(piece + piece / 2);
  const uploader = startFile(process.execPath, program, { stdio: ["ignore", "inherit", "inherit"] });
  const ended = once(uploader, "exit");
  await held;
  uploader.kill("SIGKILL");
  await ended;
  line.free();
  line.forget();
  const object = await upload(line.url, folder, image.digest);
  expect((await diskOf(object)).equals(await readFile(image.disk))).toBe(true);
  expect(line.sent).toBeLessThan(diskSize - piece);
});

test("an upload whose piece is cut off again and again goes on in the same run", async () => {
  const uploading = upload(line.url, folder, image.digest);
  for (const cut of [piece / 4, piece + piece / 4, 2 * piece]) {
    await line.hold(cut);
    line.free();
  }
  expect((await diskOf(await uploading)).equals(await readFile(image.disk))).toBe(true);
});
