import { bind, type BoundKind } from "../../../provider-sdk/bind.ts";
import { openstackTypes } from "../model/resources.ts";
import { imageAccess } from "./access/index.ts";
import { glanceImage } from "./image/index.ts";

export const openstackKinds: readonly (readonly [type: string, kind: BoundKind])[] = [
  [openstackTypes.image, bind(glanceImage)],
  [openstackTypes.imageAccess, bind(imageAccess)],
];
