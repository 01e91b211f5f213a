import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { glanceProperties } from "../model/properties.ts";
import { imageName, type Image } from "../../../images/model/image.ts";
import {
  glanceImageOutputs,
  openstackTypes,
  type GlanceImageInputs,
  type GlanceImageOutputs,
  type ImageAccessInputs,
} from "../model/resources.ts";
import { definitionOf } from "../../../images/model/definitions/vendors.ts";
import type { Limits } from "../../../clients/openstack/services/limits.ts";
import { readSet } from "../../../storage/tree/records.ts";
import { GlanceProxy } from "../../../test/peers/glance-proxy.ts";
import { createProvider } from "../../../provider/index.ts";
import { dailyOf, first, makeWorld, publish, urnOf, type World } from "../../../provider/mirror/world.fixture.ts";
import type { Provider } from "../../../provider-sdk/provider.ts";
import { Clouds, shareClouds } from "./clouds.ts";

/** A published image in a tree, and a Glance behind a proxy that spoils calls. */

export const imageUrn = urnOf(openstackTypes.image);
export const accessUrn = urnOf(openstackTypes.imageAccess);

/** Short enough for a test, long enough for a busy machine. */
export const testLimits = { answer: 500, silence: 10_000, tries: 3, pause: 5, saving: 2_000 };

/** The tree with one image that every test of a file uploads. */
export interface Published {
  world: World;
  image: Image;
  inputs: GlanceImageInputs;
  /** The digest of its qcow2. */
  sha512: string;
}

export async function publishedOnce(image: Image = dailyOf(first)): Promise<Published> {
  const world = await makeWorld();
  const { build } = await publish(world, image);
  const name = imageName(image);
  const record = (await readSet(world, image))?.images.find((known) => known.name === name);
  const sha512 = record?.files.find((file) => file.name === `${name}.qcow2`)?.sha512;
  if (sha512 === undefined) throw new Error(`no qcow2 of ${name} was published`);
  const inputs: GlanceImageInputs = {
    cloud: "c",
    project: null,
    image: name,
    digest: build.digest,
    required: true,
    outcome: "passed",
    properties: glanceProperties(image, build.digest),
    tags: [],
    minDisk: definitionOf(image).diskGigabytes,
  };
  return { world, image, inputs, sha512 };
}

/** A provider as a run has one: it knows nothing of the run before. */
export interface Run {
  provider: Provider;
  said: string[];
  upload: (inputs: GlanceImageInputs) => Promise<GlanceImageOutputs>;
}

export interface Before {
  proxy: GlanceProxy;
  run: () => Promise<Run>;
  end: () => Promise<void>;
}

/** `cloudsFile` writes a clouds.yaml whose cloud `c` has its Glance at the given address. */
export async function before(
  { world }: Published,
  behind: string,
  cloudsFile: (glance: string) => string,
  limits: Partial<Limits> = {},
): Promise<Before> {
  const folder = await mkdtemp(join(tmpdir(), "cloud-images-glance-"));
  const proxy = await GlanceProxy.start(behind);
  const file = join(folder, "clouds.yaml");
  await writeFile(file, cloudsFile(proxy.url), { mode: 0o600 });
  return {
    proxy,
    async run() {
      const said: string[] = [];
      const clouds = new Clouds({ limits: { ...testLimits, ...limits }, environment: { OS_CLIENT_CONFIG_FILE: file } });
      const process = {};
      shareClouds(process, clouds);
      const provider = createProvider({ report: () => undefined, warn: (_urn, text) => said.push(text) }, process);
      await provider.configure({ tree: world.tree, staging: world.staging, jobs: 2 });
      const upload = async (inputs: GlanceImageInputs) =>
        glanceImageOutputs.parse((await provider.create(imageUrn, { ...inputs })).outputs);
      return { provider, said, upload };
    },
    async end() {
      await proxy.end();
      await rm(folder, { recursive: true });
    },
  };
}

export const shown = (uploaded: GlanceImageOutputs): ImageAccessInputs => ({
  cloud: uploaded.cloud,
  project: uploaded.project,
  image: uploaded.image,
  required: true,
  glanceId: uploaded.glanceId,
  phase: "current",
  visibility: "community",
  hidden: false,
  replacement: null,
});
