import { afterAll, beforeAll } from "vitest";
import { publishedOnce, type Published } from "../../targets/openstack/provider/glance-world.fixture.ts";
import { GlanceStandIn } from "../peers/glance-stand-in.ts";
import { keepsTheLaws } from "./laws.ts";
import { openstackDriver } from "./openstack-driver.ts";

let published: Published;
beforeAll(async () => {
  published = await publishedOnce();
});
afterAll(() => published.world.end());

keepsTheLaws("OpenStack, by its stand-in", "in place", async () => {
  const glance = await GlanceStandIn.start();
  const images = () => [...glance.images.values()].filter(({ name }) => name === published.inputs.image);
  return openstackDriver(published, {
    url: glance.url,
    cloudsFile: (url) => glance.cloudsFile("c", url),
    images: async () => images().map((image) => ({ ...image, sha512: image["os_hash_value"] })),
    async outsider() {
      const open = images().filter(({ visibility }) => visibility === "community" || visibility === "public");
      return { listed: open.some(({ os_hidden }) => !os_hidden), startable: open.length > 0 };
    },
    end: () => glance.end(),
  });
});
