import { createProvider } from "../../provider/index.ts";
import { openDisk } from "../../storage/disk/open.ts";
import { gcpRights } from "../../targets/gcp/model/rights.ts";
import { actionsOf } from "../../targets/rights.ts";
import { gcpTarget } from "../../targets/gcp/model/target.ts";
import { gcpNames, refOf } from "../../targets/gcp/model/names.ts";
import { Projects, shareProjects } from "../../targets/gcp/provider/projects.ts";
import { gcpResources } from "../../targets/gcp/resources.ts";
import type { Published } from "../../targets/openstack/provider/glance-world.fixture.ts";
import { bytesAt, diskIn } from "../peers/gcp/disk.ts";
import { environmentOf, testLimits } from "../peers/gcp/environment.ts";
import { deleterToken, type GcpStandIn } from "../peers/gcp/gcp-stand-in.ts";
import { mayUse, newestOf } from "../peers/gcp/images.ts";
import type { StoredImage } from "../peers/gcp/state.ts";
import { GlanceProxy, type GlanceFault } from "../peers/glance-proxy.ts";
import type { Moment, TargetDriver } from "./driver.ts";

const faults: Readonly<Record<Moment, GlanceFault>> = { before: "refused", during: "cut off", after: "reply lost" };
const changes = /^(POST|PUT|PATCH|DELETE) (?!.*\/wait$)/;

export const project = "debian-daily-tests";
export const bucket = "debian-daily-tests-uploads";

/** The driver of Google Cloud's target, against the stand-in, behind a proxy that spoils calls. */
export async function gcpDriver({ world, image, inputs }: Published, google: GcpStandIn): Promise<TargetDriver> {
  const proxy = await GlanceProxy.start(google.url);
  const place = { project, bucket, location: "eu", prefix: "debian", serviceAccount: null };
  const { vendor } = image;
  const { name, family } = gcpNames(image);
  const found = () => google.project(project).images.get(name);
  const deleter: NodeJS.ProcessEnv = {};
  const places = { tree: world.tree, staging: world.staging };
  return {
    resources: gcpResources,
    target: gcpTarget(place, { vendors: [vendor], required: true }),
    foreign: gcpTarget({ ...place, project: "debian-release-tests" }, { vendors: [vendor], required: true }),
    image,
    digest: inputs.digest,
    async provider() {
      const process = {};
      shareProjects(
        process,
        new Projects({ limits: testLimits, environment: { ...environmentOf(proxy.url), ...deleter } }),
      );
      const provider = createProvider({ report: () => undefined, warn: () => undefined }, process);
      await provider.configure(places);
      return provider;
    },
    async outsider() {
      const seen = found();
      const startable = seen !== undefined && mayUse(seen) && seen.deprecated === undefined;
      const listed = seen?.family === family && newestOf(google.project(project), family).name === name;
      return { startable, listed };
    },
    async owned() {
      const images = [...google.project(project).images.values()];
      const objects = [...google.state.buckets.values()].flatMap(({ objects: all }) => [...all.keys()]);
      const made = images.map(async (each) => ({ ref: refOf(project, each.name), whole: await isWhole(each) }));
      return [...(await Promise.all(made)), ...objects.map((ref) => ({ ref, whole: false }))];
    },
    count: () => ({ uploads: proxy.count(/^PUT \/upload\//), changes: proxy.count(changes) }),
    divide() {
      google.permissions = new Set(actionsOf(gcpRights, "publish"));
      google.deleterPermissions = new Set(actionsOf(gcpRights, "delete"));
      deleter["GOOGLE_DELETE_ACCESS_TOKEN"] = deleterToken;
    },
    forestall: () => proxy.trouble(changes, "second", Infinity),
    spoil: (moment) => proxy.trouble(changes, faults[moment], 99),
    async calm() {
      proxy.calm();
      await proxy.settled();
    },
    async end() {
      await proxy.end();
      await google.end();
    },
  };

  /** Whether its disk has the bytes of the tree's; zeros may follow. */
  async function isWhole({ status, tar, labels }: StoredImage): Promise<boolean> {
    if (status !== "READY" || labels["debian-version"] !== image.version) return false;
    const disk = await openDisk(places, image, AbortSignal.timeout(60_000));
    try {
      const stored = diskIn(tar);
      if (stored.size < disk.size) return false;
      for (const { offset, length } of disk.extents)
        if (!(await disk.read(offset, length)).equals(bytesAt(tar, stored, offset, length))) return false;
      const used = stored.regions.reduce((sum, { size }) => sum + size, 0);
      return used === disk.extents.reduce((sum, { length }) => sum + Math.ceil(length / 512) * 512, 0);
    } finally {
      await disk.close();
    }
  }
}
