import { bind, type BoundKind } from "../../../provider-sdk/bind.ts";
import { gcpTypes } from "../model/resources.ts";
import { gcpAccess } from "./access/index.ts";
import { gcpFamilies } from "./families/index.ts";
import { gcpImage } from "./image/index.ts";

export const gcpKinds: readonly (readonly [type: string, kind: BoundKind])[] = [
  [gcpTypes.image, bind(gcpImage)],
  [gcpTypes.imageAccess, bind(gcpAccess)],
  [gcpTypes.families, bind(gcpFamilies)],
];
