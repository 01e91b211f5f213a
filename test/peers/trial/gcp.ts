import { GcpStandIn, ownToken } from "../gcp/gcp-stand-in.ts";
import { mayUse } from "../gcp/images.ts";
import type { State, StoredImage } from "../gcp/state.ts";
import type { TrialCloud } from "./trial-cloud.ts";

const project = "debian-daily-trial";
const bucket = "debian-daily-trial-uploads";

/** What is kept. Operations and uploads that have not ended are not: they end with the server. */
interface Kept extends Pick<State, "buckets" | "clock"> {
  images: ReadonlyMap<string, StoredImage>;
}

/** Starts Google Cloud for a trial: a project for the images of genericcloud, since Debian builds none for Google. */
export async function startGcp(kept: Kept | undefined): Promise<TrialCloud> {
  const google = await GcpStandIn.start({ projects: [project], buckets: { [bucket]: project } });
  const { images } = google.project(project);
  if (kept !== undefined) {
    google.state.clock = kept.clock;
    google.state.buckets = kept.buckets;
    for (const [name, image] of kept.images) images.set(name, image);
  }
  return {
    environment: {
      GOOGLE_COMPUTE_CUSTOM_ENDPOINT: `${google.url}/compute/v1/`,
      GOOGLE_STORAGE_CUSTOM_ENDPOINT: `${google.url}/storage/v1/`,
      GOOGLE_ORG_POLICY_CUSTOM_ENDPOINT: `${google.url}/v2/`,
      GOOGLE_OAUTH_ACCESS_TOKEN: ownToken,
    },
    settings: { project, bucket, vendors: ["genericcloud"] },
    seen: () =>
      [...images.values()]
        .filter(mayUse)
        .map(({ name, family }) => `${project}  ${name}${family === "" ? "" : `  family ${family}`}`),
    kept: (): Kept => ({ images, buckets: google.state.buckets, clock: google.state.clock }),
    end: () => google.end(),
  };
}
