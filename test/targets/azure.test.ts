import { afterAll, beforeAll } from "vitest";
import { publishedOnce, type Published } from "../../targets/openstack/provider/glance-world.fixture.ts";
import { azureDriver } from "./azure-driver.ts";
import { keepsTheLaws } from "./laws.ts";

let published: Published;
beforeAll(async () => {
  published = await publishedOnce();
});
afterAll(() => published.world.end());

keepsTheLaws("Azure, by its stand-in", "deleted", () =>
  azureDriver({ world: published.world, image: published.image, digest: published.inputs.digest }),
);
