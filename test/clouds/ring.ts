import { startMoto } from "../peers/moto/moto.ts";

/** Before all tests of the ring: servers that nobody here wrote, each in the place of a cloud. */
export async function setup(): Promise<() => Promise<void>> {
  const { moto, stop } = await startMoto();
  process.env["CLOUD_IMAGES_MOTO"] = moto.url;
  return stop;
}
