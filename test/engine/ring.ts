import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { engineEnvironment } from "../../tools/setup/engine.ts";

/** Prepares the ring: an engine on PATH, as in `npm test`, and a folder for the builds that its tests share. */
export async function setup(): Promise<() => Promise<void>> {
  Object.assign(process.env, await engineEnvironment(), { CLOUD_IMAGES_TEST_RING: String(process.pid) });
  const builds = path.join(tmpdir(), `cloud-images-builds-${process.pid}`);
  return () => rm(builds, { recursive: true, force: true });
}
