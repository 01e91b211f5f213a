import { afterAll, beforeAll } from "vitest";
import { awsDriver, behindStandIn, publishedForAws, type PublishedForAws } from "./aws-driver.ts";
import { keepsTheLaws } from "./laws.ts";

let published: PublishedForAws;
beforeAll(async () => {
  published = await publishedForAws();
});
afterAll(() => published.end());

keepsTheLaws("AWS, by its stand-in", "for everybody", async () => awsDriver(published, await behindStandIn(published)));
