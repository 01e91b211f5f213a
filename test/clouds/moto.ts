import { Moto } from "../peers/moto/moto.ts";

/** The ring's moto, emptied. */
export async function emptyMoto(): Promise<Moto> {
  const url = process.env["CLOUD_IMAGES_MOTO"];
  if (url === undefined) throw new Error("no server: run this file with npm run test:services");
  const moto = new Moto(url);
  await moto.reset();
  return moto;
}
