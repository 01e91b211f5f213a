import { startAzurite } from "../peers/azurite/azurite.ts";
import { engineEnvironment } from "../../tools/setup/engine.ts";
import { startMoto } from "../peers/moto/moto.ts";

/** Prepares the ring: starts moto in the place of AWS, and azurite in the place of Azure's storage accounts. */
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
