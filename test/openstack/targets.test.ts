import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import { afterAll, beforeAll } from "vitest";
import { connect, type Connection } from "../../clients/openstack/connection.ts";
import { deleteImage, findImages, patchImage, type GlanceImage } from "../../clients/openstack/services/glance.ts";
import { dailyOf } from "../../provider/mirror/world.fixture.ts";
import { publishedOnce, type Published } from "../../targets/openstack/provider/glance-world.fixture.ts";
import { keepsTheLaws } from "../targets/laws.ts";
import { openstackDriver } from "../targets/openstack-driver.ts";
import { glanceRoot } from "./glance-root.ts";
import { version as versionOf } from "../samples/samples.ts";

/** No other test's image has this name. */
const image = dailyOf(versionOf(`20190103-${process.pid}`));
const cloudsSchema = z.looseObject({ clouds: z.record(z.string(), z.looseObject({})) });

let published: Published;
let owner: Connection;
let outsider: Connection;

beforeAll(async () => {
  published = await publishedOnce(image);
  owner = await connect("daily");
  outsider = await connect("outsider");
});
afterAll(async () => {
  owner.close();
  outsider.close();
  await published.world.end();
});

async function images(): Promise<GlanceImage[]> {
  const query = { name: published.inputs.image };
  return (await Promise.all([false, true].map((hidden) => findImages(owner, { ...query, hidden })))).flat();
}

/** The images that another project finds. It must ask for community images. */
const listedFor = (hidden: boolean): Promise<GlanceImage[]> =>
  findImages(outsider, { name: published.inputs.image, visibility: "community", hidden });

keepsTheLaws("OpenStack, by a real Glance", "in place", async () => {
  const file = process.env["OS_CLIENT_CONFIG_FILE"] ?? "clouds.yaml";
  const entry = cloudsSchema.parse(parse(await readFile(file, "utf8"))).clouds["daily"];
  return openstackDriver(published, {
    url: await glanceRoot(owner),
    cloudsFile: (glance) => JSON.stringify({ clouds: { c: { ...entry, image_endpoint_override: glance } } }),
    images: async () =>
      (await images()).map(({ id, status, visibility, os_hidden, os_hash_value }) => ({
        id,
        status,
        visibility,
        os_hidden,
        sha512: os_hash_value,
      })),
    async outsider() {
      const [listed, hidden] = await Promise.all([listedFor(false), listedFor(true)]);
      return { listed: listed.length > 0, startable: listed.length + hidden.length > 0 };
    },
    async end() {
      for (const { id } of await images()) {
        await patchImage(owner, id, [{ op: "replace", path: "/protected", value: false }]);
        await deleteImage(owner, id);
      }
    },
  });
});
