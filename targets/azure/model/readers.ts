import type { CloudForReaders } from "../../../images/finder/clouds.ts";
import { regionOfTarget } from "./target.ts";

/**
 * The id that everybody starts a machine from: `/CommunityGalleries/debian-…/Images/debian-13-amd64/Versions/0.20260717.2542`.
 */
const publicName = /^\/CommunityGalleries\/([^/]+)\/Images\/([^/]+)\/Versions\/([^/]+)$/;

/** Azure's default is an x64 machine, which cannot start an image of Arm64. */
const sizes: Readonly<Partial<Record<string, string>>> = { arm64: " --size Standard_D2ps_v6" };

/**
 * How users of Azure find and start an image of the community gallery with az. Without a public version there is nothing to
 * start.
 */
export const azureReaders: CloudForReaders = {
  cloud: "azure",
  title: "Azure",
  idName: "Image in the community gallery",
  placeOf: regionOfTarget,
  commands: ({ arch }, { target, refs }) => {
    const found = refs.map((ref) => publicName.exec(ref)).find((each) => each !== null);
    if (found == null) return [];
    const [ref, gallery = "", definition = "", version = ""] = found;
    const region = regionOfTarget(target);
    const from = `--location ${region} --public-gallery-name ${gallery} --gallery-image-definition ${definition}`;
    return [
      {
        about: "look at the image",
        line: `az sig image-version show-community ${from} --gallery-image-version ${version}`,
      },
      { about: "every version that is public", line: `az sig image-version list-community ${from}` },
      {
        about: "start a machine; the gallery's terms must be accepted",
        line: `az vm create --resource-group GROUP --name NAME --location ${region} --image ${ref} --accept-term${sizes[arch] ?? ""}`,
      },
    ];
  },
  marketplace: {
    title: "Azure Marketplace",
    commands: ({ arch }, name) => [
      {
        about: "start a machine",
        line: `az vm create --resource-group GROUP --name NAME --image ${name}${sizes[arch] ?? ""}`,
      },
    ],
  },
};
