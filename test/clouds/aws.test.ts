import { afterAll, beforeAll } from "vitest";
import { awsDriver, publishedForAws, type PublishedForAws } from "../targets/aws-driver.ts";
import { keepsTheLaws } from "../targets/laws.ts";
import { behindMoto, credentialsIn } from "./behind-moto.ts";
import { emptyMoto } from "./moto.ts";

/** AWS's target keeps the laws against moto as well: its EC2, EBS, SSM and STS, with our rules over them. */

let published: PublishedForAws;
beforeAll(async () => {
  published = await publishedForAws();
});
afterAll(() => published.end());

keepsTheLaws("AWS, by moto", "for everybody", async () => {
  const moto = await emptyMoto();
  await published.login(await credentialsIn(moto));
  return awsDriver(published, await behindMoto(moto, published));
});
