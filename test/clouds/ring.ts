import { startAzurite } from "../peers/azurite/azurite.ts";
import { engineEnvironment } from "../../tools/setup/engine.ts";
import { startMoto } from "../peers/moto/moto.ts";

/** Before all tests of the ring: servers that nobody here wrote, each in the place of a cloud. */
export async function setup(): Promise<() => Promise<void>> {
  Object.assign(process.env, await engineEnvironment());
  const moto = await startMoto();
  process.env["CLOUD_IMAGES_MOTO"] = moto.moto.url;
  const azurite = await startAzurite();
  process.env["CLOUD_IMAGES_AZURITE"] = azurite.url;
  return async () => {
    await azurite.stop();
    await moto.stop();
  };
}
