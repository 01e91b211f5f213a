import type { GoogleImage } from "../../../../clients/gcp/images.ts";
import { stateOf } from "../access/differences.ts";

/** Images of the family that it leads to in the place of this one. Google takes the newest that is not deprecated, whoever may use it. */
export const newerIn = (images: readonly GoogleImage[], image: GoogleImage, family: string): GoogleImage[] =>
  images.filter(
    (each) =>
      each.name !== image.name &&
      each.family === family &&
      each.status === "READY" &&
      stateOf(each) === "ACTIVE" &&
      madeAt(each) >= madeAt(image),
  );

const madeAt = ({ creationTimestamp }: GoogleImage): number => Date.parse(creationTimestamp);
