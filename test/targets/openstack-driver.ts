import { openstackTarget } from "../../targets/openstack/model/target.ts";
import { openstackResources } from "../../targets/openstack/resources.ts";
import { before, type Published } from "../../targets/openstack/provider/glance-world.fixture.ts";
import type { GlanceFault } from "../peers/glance-proxy.ts";
import type { Moment, TargetDriver } from "./driver.ts";

/** An image as Glance tells its owner of it. */
interface InGlance {
  id: string;
  status: string;
  visibility: string;
  os_hidden: boolean;
  sha512: unknown;
}

interface GlanceBehind {
  /** The address of Glance. */
  url: string;
  cloudsFile: (glance: string) => string;
  images: () => Promise<readonly InGlance[]>;
  /** Whether another project lists the image, and whether it may start it. */
  outsider: () => Promise<{ listed: boolean; startable: boolean }>;
  end: () => Promise<void>;
}

const faults: Readonly<Record<Moment, GlanceFault>> = { before: "refused", during: "cut off", after: "reply lost" };
const changes = /^(POST|PUT|PATCH|DELETE) /;

/** The driver of OpenStack's target, against a Glance behind a proxy: the stand-in or a real one. */
export async function openstackDriver(published: Published, glance: GlanceBehind): Promise<TargetDriver> {
  const cloud = await before(published, glance.url, glance.cloudsFile, { answer: 3_000, pause: 20 });
  const place = { cloud: "c", project: null, visibility: "community" } as const;
  return {
    resources: openstackResources,
    target: openstackTarget(place, true),
    foreign: openstackTarget({ ...place, project: "another" }, true),
    image: published.image,
    digest: published.inputs.digest,
    provider: async () => (await cloud.run()).provider,
    outsider: glance.outsider,
    async owned() {
      const images = await glance.images();
      return images.map(({ id, status, sha512 }) => ({
        ref: id,
        whole: status === "active" && sha512 === published.sha512,
      }));
    },
    count: () => ({ uploads: cloud.proxy.count(/^PUT .*\/file$/), changes: cloud.proxy.count(changes) }),
    divide: () => undefined,
    forestall: () => cloud.proxy.trouble(changes, "second", Infinity),
    spoil: (moment) => cloud.proxy.trouble(changes, faults[moment], 99),
    async calm() {
      cloud.proxy.calm();
      await cloud.proxy.settled();
    },
    async end() {
      await cloud.end();
      await glance.end();
    },
  };
}
