import { afterAll, beforeAll } from "vitest";
import { dailyOf, first, makeWorld, publish } from "../../provider/mirror/world.fixture.ts";
import { awsDriver, type PublishedForAws } from "./aws-driver.ts";
import { keepsTheLaws } from "./laws.ts";

let published: PublishedForAws;
beforeAll(async () => {
  const world = await makeWorld();
  const image = dailyOf(first, "ec2");
  const { build } = await publish(world, image);
  published = { world, image, digest: build.digest };
});
afterAll(() => published.world.end());

keepsTheLaws("AWS, by its stand-in", "for everybody", () => awsDriver(published));
