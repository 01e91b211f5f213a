import { resourceClass } from "../../provider-sdk/resource-class.ts";
import { ownUpload } from "../own-upload.ts";
import type { TargetResources, Upload, UploadOptions } from "../target.ts";
import { accessInputs, uploadInputs, type ImageInGcp } from "./inputs.ts";
import { gcpTypes, type GcpAccessInputs, type GcpFamiliesInputs, type GcpImageInputs } from "./model/resources.ts";
import { isGcp } from "./model/target.ts";
import { familiesInputs } from "./pointers.ts";

interface MadeInGcp {
  /** Null where nothing was made. */
  ref: string | null;
  /** `passed`, or `broken: reason`. */
  result: string;
}

/** One image's bytes in a project, private. */
const GcpImage = resourceClass<GcpImageInputs, MadeInGcp>(gcpTypes.image, "ref", "result");

/** Who may use an image of a project. `result`: `passed`, or `broken: reason`. */
const ImageAccess = resourceClass<GcpAccessInputs, { result: string }>(gcpTypes.imageAccess, "result");

/** The families that lead to a channel's newest images. */
const Families = resourceClass<GcpFamiliesInputs>(gcpTypes.families);

export const gcpResources: TargetResources = {
  cloud: "gcp",
  upload: (places, options) =>
    places.flatMap(({ target, ...rest }) => (isGcp(target) ? [uploadTo({ target, ...rest }, options)] : [])),
  point(pointed, options) {
    const inputs = familiesInputs(pointed, options);
    if (inputs === undefined) return [];
    const { name, parent, after } = options;
    return [new Families(`${name}-gcp-pointers`, inputs, { parent, dependsOn: [...after] })];
  },
};

function uploadTo(place: ImageInGcp, options: UploadOptions): Upload {
  return ownUpload(place, options, {
    upload(name, outcome, how) {
      const inputs = uploadInputs(place);
      const resource = new GcpImage(name, { ...inputs, outcome: inputs.outcome ?? outcome }, how);
      return { resource, id: resource.ref, result: resource.result };
    },
    access(name, ref, how) {
      const inputs = accessInputs(place);
      if (inputs === undefined) return undefined;
      const resource = new ImageAccess(name, { ...inputs, ref }, how);
      return { resource, result: resource.result };
    },
  });
}
