import type { CloudForReaders } from "../../../images/finder/clouds.ts";
import { refOf } from "./names.ts";

const projectOf = (target: string): string => target.replace(/^gcp-/, "");

/** For any arch but Google's default, a machine type must be named, or the image does not start. */
const machineTypes: Readonly<Partial<Record<string, string>>> = { arm64: " --machine-type=c4a-standard-1" };

/** How users of Google Cloud find and start an image with gcloud: any Google account may. */
export const gcpReaders: CloudForReaders = {
  cloud: "gcp",
  title: "Google Cloud",
  idName: "Image",
  placeOf: (target) => `project ${projectOf(target)}`,
  commands: ({ name, arch }, { target, refs }) => {
    const [ref = refOf(projectOf(target), name)] = refs;
    return [
      { about: "look at the image", line: `gcloud compute images describe ${ref}` },
      {
        about: "start a server",
        line: `gcloud compute instances create NAME --zone=ZONE --image=${ref}${machineTypes[arch] ?? ""}`,
      },
    ];
  },
};
