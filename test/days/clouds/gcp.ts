import { Projects, shareProjects } from "../../../targets/gcp/provider/projects.ts";
import { bytesAt, diskIn } from "../../peers/gcp/disk.ts";
import { environmentOf, testLimits } from "../../peers/gcp/environment.ts";
import { GcpStandIn } from "../../peers/gcp/gcp-stand-in.ts";
import { mayUse, newestOf } from "../../peers/gcp/images.ts";
import type { StoredImage } from "../../peers/gcp/state.ts";
import type { Connections } from "../line.ts";
import { imageIn, markAt, markOf, type DaysCloud, type Lead } from "../sight.ts";

/** A project that takes the images of genericcloud. */
export async function gcpCloud(connections: Connections, project: string): Promise<DaysCloud> {
  const bucket = `${project}-uploads`;
  const google = await GcpStandIn.start({ projects: [project], buckets: { [bucket]: project } });
  const url = await connections.line(google.url);
  const environment = environmentOf(url);
  const { images } = google.project(project);
  const target = `gcp-${project}`;
  return {
    environment,
    takes: "genericcloud",
    required: [target],
    bestEffort: [],
    settings: { project, bucket, vendors: ["genericcloud"] },
    share: (process) => shareProjects(process, new Projects({ environment, limits: testLimits })),
    look: () => ({
      leads: [...new Set([...images.values()].map(({ family }) => family))].flatMap((family) =>
        family === "" ? [] : leadOf(google, project, family),
      ),
      held: [...images.values()].map((image) => {
        const { member, version } = imageIn(image.name, "genericcloud");
        return { target, image: `${member} ${version}`, isPublic: mayUse(image), wrong: wrongOf(image) };
      }),
      loose: [...google.state.buckets.values()].flatMap(({ objects }) => [...objects.keys()]),
    }),
    strayCalls: () =>
      google.calls.filter((call) => / \/compute\/v1\/projects\//.test(call) && !call.includes(`/projects/${project}`)),
    // it is required, so it never goes down: every set would wait for it
    down: () => undefined,
    up: () => undefined,
    end: () => google.end(),
  };
}

/** Where a family leads: to its newest image, even where those who ask may not use that (coreos-assembler#1444). */
function leadOf(google: GcpStandIn, project: string, family: string): Lead[] {
  const ofFamily = [...google.project(project).images.values()].filter(
    (image) => image.family === family && image.deprecated === undefined && image.status === "READY",
  );
  if (ofFamily.length === 0) return [];
  const newest = newestOf(google.project(project), family);
  const { version } = imageIn(newest.name, "genericcloud");
  return [
    {
      from: `gcp-${project} ${family}`,
      version,
      wrong: mayUse(newest) ? wrongOf(newest) : `${newest.name}, which nobody may use`,
    },
  ];
}

function wrongOf({ name, status, tar }: StoredImage): string | undefined {
  if (status !== "READY") return `${name} is ${status}`;
  const { member, version } = imageIn(name, "genericcloud");
  const mark = markOf(member, version);
  return bytesAt(tar, diskIn(tar), markAt, mark.length).equals(mark) ? undefined : `${name} has other bytes`;
}
