import { bind, type BoundKind } from "../../../provider-sdk/bind.ts";
import { awsTypes } from "../model/resources.ts";
import { awsAccess } from "./access/index.ts";
import { awsImage } from "./image/index.ts";
import { awsParameters } from "./parameters/index.ts";

export const awsKinds: readonly (readonly [type: string, kind: BoundKind])[] = [
  [awsTypes.image, bind(awsImage)],
  [awsTypes.imageAccess, bind(awsAccess)],
  [awsTypes.parameters, bind(awsParameters)],
];
