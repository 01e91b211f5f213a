import { createProvider } from "../../../provider/index.ts";
import { urnOf } from "../../../provider/mirror/world.fixture.ts";
import type { Provider } from "../../../provider-sdk/provider.ts";
import { environmentOf, testLimits } from "../../../test/peers/gcp/environment.ts";
import { GcpStandIn } from "../../../test/peers/gcp/gcp-stand-in.ts";
import type { StoredImage } from "../../../test/peers/gcp/state.ts";
import { GlanceProxy } from "../../../test/peers/glance-proxy.ts";
import type { Published } from "../../openstack/provider/glance-world.fixture.ts";
import { gcpAccess } from "../model/access.ts";
import { gcpNames, refOf } from "../model/names.ts";
import { identityLabels, machineOf } from "../model/properties.ts";
import {
  gcpAccessOutputs,
  gcpImageOutputs,
  gcpTypes,
  type GcpAccessInputs,
  type GcpAccessOutputs,
  gcpFamiliesOutputs,
  type GcpFamiliesInputs,
  type GcpFamiliesOutputs,
  type GcpImageInputs,
  type GcpImageOutputs,
} from "../model/resources.ts";
import { Projects, shareProjects } from "./projects.ts";

/** A project of the stand-in behind a proxy that spoils calls, and a provider as a run has one. */

export const imageUrn = urnOf(gcpTypes.image);
export const accessUrn = urnOf(gcpTypes.imageAccess);
export const familiesUrn = urnOf(gcpTypes.families);

const project = "debian-daily-tests";
const bucket = "debian-daily-tests-uploads";

export interface GcpRun {
  provider: Provider;
  said: string[];
  make: (inputs: GcpImageInputs) => Promise<GcpImageOutputs>;
  settle: (inputs: GcpAccessInputs) => Promise<GcpAccessOutputs>;
  lead: (inputs: GcpFamiliesInputs) => Promise<GcpFamiliesOutputs>;
}

export class GcpWorld {
  readonly google: GcpStandIn;
  readonly proxy: GlanceProxy;
  readonly image: GcpImageInputs;
  readonly access: GcpAccessInputs;
  readonly family: string;
  readonly #published: Published;

  private constructor(google: GcpStandIn, proxy: GlanceProxy, published: Published) {
    this.google = google;
    this.proxy = proxy;
    this.#published = published;
    const { image, inputs } = published;
    const { name, family } = gcpNames(image);
    this.family = family;
    const identity = {
      project,
      serviceAccount: null,
      image: inputs.image,
      name,
      digest: inputs.digest,
      required: true,
    };
    this.image = {
      ...identity,
      bucket,
      location: "eu",
      outcome: "passed",
      description: "Debian in a test",
      ...machineOf(image),
      labels: identityLabels(image, inputs.digest),
    };
    const { public: isPublic, obsolete } = gcpAccess("current");
    const shown = { public: isPublic, obsolete, family, replacement: null };
    this.access = { ...identity, ref: refOf(project, name), phase: "current", ...shown };
  }

  static async begin(published: Published): Promise<GcpWorld> {
    const google = await GcpStandIn.start({ projects: [project], buckets: { [bucket]: project } });
    return new GcpWorld(google, await GlanceProxy.start(google.url), published);
  }

  /** @param more variables of the run's environment */
  async run(limits: Partial<typeof testLimits> = {}, more: NodeJS.ProcessEnv = {}): Promise<GcpRun> {
    const process = {};
    const environment = { ...environmentOf(this.proxy.url), ...more };
    shareProjects(process, new Projects({ limits: { ...testLimits, ...limits }, environment }));
    const said: string[] = [];
    const provider = createProvider({ report: () => undefined, warn: (_urn, text) => said.push(text) }, process);
    const { tree, staging } = this.#published.world;
    await provider.configure({ tree, staging });
    return {
      provider,
      said,
      make: async (inputs) => gcpImageOutputs.parse((await provider.create(imageUrn, { ...inputs })).outputs),
      settle: async (inputs) => gcpAccessOutputs.parse((await provider.create(accessUrn, { ...inputs })).outputs),
      lead: async (inputs) => gcpFamiliesOutputs.parse((await provider.create(familiesUrn, { ...inputs })).outputs),
    };
  }

  /** The inputs that lead the image's family to an image. */
  leading(image: string | null, change: Partial<GcpFamiliesInputs> = {}): GcpFamiliesInputs {
    return { project, serviceAccount: null, required: true, families: { [this.family]: { image } }, ...change };
  }

  images(): StoredImage[] {
    return [...this.google.project(project).images.values()];
  }

  /** The one image; throws where there is another number of them. */
  get only(): StoredImage {
    const [image, ...others] = this.images();
    if (image === undefined || others.length > 0) throw new Error(`${this.images().length} images are there`);
    return image;
  }

  get ownProject() {
    return this.google.project(project);
  }

  objects(): string[] {
    return [...(this.google.state.buckets.get(bucket)?.objects.keys() ?? [])];
  }

  async end(): Promise<void> {
    await this.proxy.end();
    await this.google.end();
  }
}

export const messageOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "it succeeded",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
