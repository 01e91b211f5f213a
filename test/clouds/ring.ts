import { startAzurite } from "../peers/azurite/azurite.ts";
import { setup as setupEngine } from "../engine/ring.ts";
import { startMoto } from "../peers/moto/moto.ts";

/** Prepares the ring: the engine; starts moto in the place of AWS, and azurite in the place of Azure's storage accounts. */
export async function setup(): Promise<() => Promise<void>> {
  const tearDown = await setupEngine();
  const moto = await startMoto();
  process.env["CLOUD_IMAGES_MOTO"] = moto.moto.url;
  const azurite = await startAzurite();
  process.env["CLOUD_IMAGES_AZURITE"] = azurite.url;
  return async () => {
    await azurite.stop();
    await moto.stop();
    await tearDown();
  };
}
