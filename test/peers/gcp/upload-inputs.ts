import { imageName, type Image } from "../../../images/model/image.ts";
import { gcpNames } from "../../../targets/gcp/model/names.ts";
import { identityLabels, machineOf } from "../../../targets/gcp/model/properties.ts";
import type { GcpImageInputs } from "../../../targets/gcp/model/resources.ts";

/** The inputs that the program registers for the upload of an image that passed its tests. */
export const gcpUploadInputs = (
  image: Image,
  digest: string,
  place: Pick<GcpImageInputs, "project" | "bucket">,
): GcpImageInputs => ({
  ...place,
  serviceAccount: null,
  location: "eu",
  image: imageName(image),
  name: gcpNames(image).name,
  digest,
  required: true,
  outcome: "passed",
  description: "",
  ...machineOf(image),
  labels: identityLabels(image, digest),
});
