import { imageName, type Image } from "../../../images/model/image.ts";
import { gcpNames } from "../../../targets/gcp/model/names.ts";
import { identityLabels, machineOf } from "../../../targets/gcp/model/properties.ts";
import type { GcpImageInputs } from "../../../targets/gcp/model/resources.ts";

/** What the program registers to upload an image that passed. */
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
