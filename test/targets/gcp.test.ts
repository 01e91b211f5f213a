import { afterAll, beforeAll } from "vitest";
import { publishedOnce, type Published } from "../../targets/openstack/provider/glance-world.fixture.ts";
import { GcpStandIn } from "../peers/gcp/gcp-stand-in.ts";
import { bucket, gcpDriver, project } from "./gcp-driver.ts";
import { keepsTheLaws } from "./laws.ts";

let published: Published;
beforeAll(async () => {
  published = await publishedOnce();
});
afterAll(() => published.world.end());

keepsTheLaws("Google Cloud, by its stand-in", "for everybody", async () =>
  gcpDriver(published, await GcpStandIn.start({ projects: [project], buckets: { [bucket]: project } })),
);
