import { resourceClass } from "../../provider-sdk/resource-class.ts";
import { ownUpload } from "../own-upload.ts";
import type { TargetResources, Upload, UploadOptions } from "../target.ts";
import { accessInputs, uploadInputs, type ImageInOpenstack } from "./inputs.ts";
import { isOpenstack } from "./model/target.ts";
import { openstackTypes, type GlanceImageInputs, type ImageAccessInputs } from "./model/resources.ts";

interface UploadedToGlance {
  /** Null where nothing was uploaded. */
  glanceId: string | null;
  sha512: string | null;
  /** `passed`, or `broken: reason`. */
  standing: string;
}

/** One image's bytes in a cloud, private. */
const GlanceImage = resourceClass<GlanceImageInputs, UploadedToGlance>(
  openstackTypes.image,
  "glanceId",
  "sha512",
  "standing",
);

/** Who sees an image in a cloud. `standing`: `passed`, or `broken: reason`. */
const ImageAccess = resourceClass<ImageAccessInputs, { standing: string }>(openstackTypes.imageAccess, "standing");

export const openstackResources: TargetResources = {
  cloud: "openstack",
  upload: (places, options) =>
    places.flatMap(({ target, ...rest }) => (isOpenstack(target) ? [uploadTo({ target, ...rest }, options)] : [])),
};

function uploadTo(place: ImageInOpenstack, options: UploadOptions): Upload {
  return ownUpload(place, options, {
    upload(name, outcome, how) {
      const inputs = uploadInputs(place);
      const resource = new GlanceImage(name, { ...inputs, outcome: inputs.outcome ?? outcome }, how);
      return { resource, id: resource.glanceId, result: resource.standing };
    },
    access(name, glanceId, how) {
      const inputs = accessInputs(place);
      if (inputs === undefined) return undefined;
      const resource = new ImageAccess(name, { ...inputs, glanceId }, how);
      return { resource, result: resource.standing };
    },
  });
}
